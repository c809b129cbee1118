-- Subscribe messages: credits that are good for one template only, what the platform tells by itself, its templates and quotas.

-- A purse says whose credits, and good for what: the user for formIds and prepay_ids; template, blank and user for subscriptions.
ALTER TABLE credit ADD COLUMN purse varchar(257) CHARACTER SET ascii COLLATE ascii_bin;
UPDATE credit SET purse = openid;
ALTER TABLE credit MODIFY COLUMN purse varchar(257) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
DROP INDEX credit_reserve ON credit;
CREATE INDEX credit_reserve ON credit (app_id, purse, reserve_order, id);

ALTER TABLE notification ADD COLUMN channel varchar(9) DEFAULT 'template' NOT NULL;   -- template or subscribe: which call of the platform
ALTER TABLE notification ADD COLUMN purse varchar(257) CHARACTER SET ascii COLLATE ascii_bin;           -- where its credit comes from; null: it needs none
UPDATE notification SET purse = touser;
ALTER TABLE notification ADD COLUMN claimed_at datetime(6);                        -- by the last claim: no post began earlier
ALTER TABLE notification ADD COLUMN msgid bigint;                                   -- the platform's own number of the message
ALTER TABLE notification ADD COLUMN push varchar(12);                               -- what the platform told later: pushed or push_failed
ALTER TABLE notification ADD COLUMN push_reason varchar(64);
ALTER TABLE notification MODIFY COLUMN wait_key varchar(257) CHARACTER SET ascii COLLATE ascii_bin;
CREATE INDEX notification_msgid ON notification (msgid, app_id);

ALTER TABLE wake_up CHANGE COLUMN openid purse varchar(257) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;

-- Whole channels can be kept back like templates: the key is then 'channel template' or 'channel subscribe', with a blank that no template has.
ALTER TABLE template_hold CHANGE COLUMN template_id hold_key varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE template_hold ADD COLUMN errcode integer;                               -- the platform's, if it was not a person
ALTER TABLE template_hold ADD COLUMN reason varchar(256);

-- The templates of an app, as the platform listed them.
CREATE TABLE template_list (
  app_id      varchar(64) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  asked_at    datetime(6),            -- when a node last began to ask
  fetched_at  datetime(6),
  listing     mediumtext                     -- the platform's "data"
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How much of its quota for a call an app has used, as the platform tells.
CREATE TABLE platform_quota (
  app_id       varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cgi_path     varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  asked_at     datetime(6) NOT NULL,
  read_at      datetime(6),
  daily_limit  bigint,
  used         bigint,
  remain       bigint,
  errcode      integer,
  PRIMARY KEY (app_id, cgi_path)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Events of the platform that have been dealt with, and the signatures they came with: a replay changes nothing.
CREATE TABLE event_seen (
  app_id      varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event_hash  varchar(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seen_at     datetime(6) NOT NULL,
  PRIMARY KEY (event_hash, app_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX event_seen_age ON event_seen (seen_at);

-- Results of messages whose msgid no notification has yet: the answer with it may still be on its way, or be lost.
CREATE TABLE push_result (
  id           bigint AUTO_INCREMENT PRIMARY KEY,
  app_id       varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  msgid        bigint       NOT NULL,
  openid       varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  template_id  varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  push         varchar(12)  NOT NULL,
  push_reason  varchar(64),
  sent_at      datetime(6) NOT NULL,      -- as the event says
  arrived_at   datetime(6) NOT NULL,
  look_at      datetime(6) NOT NULL       -- when its notification is looked for again
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE UNIQUE INDEX push_result_once ON push_result (app_id, msgid);
CREATE INDEX push_result_age ON push_result (arrived_at);
CREATE INDEX push_result_look ON push_result (look_at);
CREATE INDEX push_result_user ON push_result (app_id, openid, template_id);
