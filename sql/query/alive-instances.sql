-- The homes whose gateway has shown a sign of life since :#alive_since.
SELECT name FROM node WHERE heartbeat_at >= :#alive_since
