-- Sending at a given time, lanes, budgets, pauses and holds; who did what; outcomes on their way to a queue.

-- The gate row also carries what bounds the pace of an app.
ALTER TABLE app ADD COLUMN paused_at datetime(6);                             -- an operator stopped the app; nothing is claimed until it is resumed
ALTER TABLE app ADD COLUMN paced_until datetime(6);                           -- up to here the rate of the app is used up
ALTER TABLE app ADD COLUMN quota_day date;                                     -- the platform's day that quota_used counts
ALTER TABLE app ADD COLUMN quota_used integer DEFAULT 0 NOT NULL;              -- posts of that day, those under way included

ALTER TABLE notification ADD COLUMN lane smallint DEFAULT 1 NOT NULL;          -- 0 high, 1 normal, 2 bulk
ALTER TABLE notification ADD COLUMN on_uncertain varchar(6);                   -- hold or resend; null: as the app has it
ALTER TABLE notification ADD COLUMN hold_key varchar(128) CHARACTER SET ascii COLLATE ascii_bin;  -- the template whose hold keeps it back; it is due only to expire
DROP INDEX notification_due ON notification;
DROP INDEX notification_state ON notification;
CREATE INDEX notification_due ON notification (app_id, lane, due_at, id);
CREATE INDEX notification_state ON notification (app_id, state, id);
CREATE INDEX notification_user ON notification (app_id, touser, id);
CREATE INDEX notification_reference ON notification (app_id, reference, id);
CREATE INDEX notification_held ON notification (app_id, hold_key, id);

-- Templates whose notifications are kept back. A released one stays until its notifications are due again.
CREATE TABLE template_hold (
  app_id       varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  template_id  varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  held_at      datetime(6) NOT NULL,
  released_at  datetime(6),
  PRIMARY KEY (app_id, template_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What people did through the API: who, when, what.
CREATE TABLE audit (
  id      bigint AUTO_INCREMENT PRIMARY KEY,
  at      datetime(6) NOT NULL,
  who     varchar(128)  NOT NULL,
  action  varchar(32)   NOT NULL,
  app_id  varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  target  varchar(128) CHARACTER SET ascii COLLATE ascii_bin,              -- a notification or a template
  detail  varchar(1024)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX audit_app ON audit (app_id, id);

-- Outcomes for the queue, written in the commit that settles, removed once the broker has them.
CREATE TABLE outcome (
  id               bigint AUTO_INCREMENT PRIMARY KEY,
  node_id          bigint       NOT NULL,      -- whose turn it is to tell it
  app_id           varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  notification_id  varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference        varchar(256),
  state            varchar(10)  NOT NULL,
  evidence         varchar(16),
  errcode          integer,
  reason           varchar(256),
  at               datetime(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX outcome_node ON outcome (node_id, id);
