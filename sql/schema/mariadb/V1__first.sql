-- The tables of minipush on MariaDB 10.6 and later. Ids are case-sensitive, mediumtext is utf8mb4. All times are UTC.

-- One gate row per app: a claim locks it for a few milliseconds, so claims of one app are serial in the whole cluster.
CREATE TABLE app (
  app_id          varchar(64)  CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  created_at      datetime(6) NOT NULL,
  hold_until      datetime(6),            -- nothing is claimed before this time; past it one message probes
  hold_errcode    integer,
  hold_reason     varchar(256),
  foreign_use_at  datetime(6)             -- when a formId last turned out to be used by somebody else
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The access token of an app: one in the whole cluster, replaced by compare-and-set on its version.
CREATE TABLE token (
  app_id             varchar(64)  CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  access_token       varchar(1024),
  version            bigint       NOT NULL DEFAULT 0,
  usable             boolean      NOT NULL DEFAULT false,   -- false once the platform refused this version
  source             varchar(8),
  fetched_at         datetime(6),
  expires_at         datetime(6),
  refresh_at         datetime(6) NOT NULL,                 -- when somebody has to fetch the next one
  lease_node         bigint,
  lease_until        datetime(6),
  failures           integer      NOT NULL DEFAULT 0,
  last_errcode       integer,
  last_error         varchar(256),
  foreign_refreshes  bigint       NOT NULL DEFAULT 0,
  forced_day         date,
  forced_count       integer      NOT NULL DEFAULT 0,
  forced_at          datetime(6)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Free credits only: a reserved one is moved onto its notification.
CREATE TABLE credit (
  id             bigint AUTO_INCREMENT PRIMARY KEY,
  app_id         varchar(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  openid         varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  form_id        varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  use_no         smallint     NOT NULL,
  kind           varchar(12)  NOT NULL,
  collected_at   datetime(6) NOT NULL,
  usable_from    datetime(6) NOT NULL,
  expires_at     datetime(6) NOT NULL,
  reserve_order  datetime(6) NOT NULL,    -- expires_at; a century later for one that came back from an attempt: reserved last
  freed          boolean      NOT NULL DEFAULT false
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE UNIQUE INDEX credit_once ON credit (app_id, form_id, use_no);
CREATE INDEX credit_reserve ON credit (app_id, openid, reserve_order, id);
CREATE INDEX credit_expiry ON credit (app_id, expires_at);

-- Every formId ever collected, as a hash of app and formId, until it can no longer matter: collecting it again answers `duplicate`.
CREATE TABLE form_id_seen (
  app_id       varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  form_hash    varchar(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  collection   varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,   -- the request that brought it first
  forget_at    datetime(6) NOT NULL,
  PRIMARY KEY (form_hash)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX form_id_seen_forget ON form_id_seen (forget_at);

-- The outbox: one row is one notification from accept to its end.
CREATE TABLE notification (
  id                 varchar(26)  CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  app_id             varchar(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state              varchar(10)  NOT NULL,
  evidence           varchar(16),
  reference          varchar(256),
  touser             varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  template_id        varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  message            mediumtext         NOT NULL,        -- page, emphasis_keyword and data, as the platform wants them
  on_no_credit       varchar(4)   NOT NULL,
  attempts           integer      NOT NULL DEFAULT 0,
  setbacks           integer      NOT NULL DEFAULT 0,      -- in a row; decides how long to wait for the next try
  refused            integer      NOT NULL DEFAULT 0,      -- formIds refused in a row
  errcode            integer,
  reason             varchar(256),
  created_at         datetime(6) NOT NULL,
  updated_at         datetime(6) NOT NULL,
  expires_at         datetime(6) NOT NULL,
  sent_at            datetime(6),
  ended_at           datetime(6),
  due_at             datetime(6),                 -- when a claim may take it; a waiting row is due when it expires
  wait_key           varchar(128) CHARACTER SET ascii COLLATE ascii_bin,     -- the user, while waiting for a credit
  node_id            bigint,                       -- who has it, while sending
  claim_no           bigint,                       -- the fence: a settle that names another number changes nothing
  doubt              boolean      NOT NULL DEFAULT false,
  form_id            varchar(128) CHARACTER SET ascii COLLATE ascii_bin,     -- the tied credit; outside `sending` only while in doubt
  form_use_no        smallint,
  form_kind          varchar(12),
  form_collected_at  datetime(6),
  form_expires_at    datetime(6),
  form_freed         boolean,
  credit_id          bigint                        -- scratch of a claim: the credit about to be moved here
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX notification_due ON notification (app_id, due_at, id);
CREATE INDEX notification_waiting ON notification (app_id, wait_key, id);
CREATE INDEX notification_claimed ON notification (node_id, claim_no);
CREATE INDEX notification_tied ON notification (app_id, form_id);
CREATE INDEX notification_state ON notification (app_id, state);
CREATE INDEX notification_ended ON notification (app_id, ended_at);

-- A credit came, became usable or was freed: the next claim makes waiting notifications of that user due.
CREATE TABLE wake_up (
  id           bigint AUTO_INCREMENT PRIMARY KEY,
  app_id       varchar(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  openid       varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  uses         integer      NOT NULL,
  usable_from  datetime(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX wake_up_due ON wake_up (app_id, usable_from, id);

-- Requests that came with an idempotency key, and what they were answered.
CREATE TABLE idempotency (
  app_id      varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_hash    varchar(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body_hash   varchar(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  answer      mediumtext        NOT NULL,
  created_at  datetime(6) NOT NULL,
  PRIMARY KEY (app_id, key_hash)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX idempotency_age ON idempotency (created_at);

-- The books: entries are written in the commit that moves something, and folded into `book` now and then.
CREATE TABLE book_entry (
  id         bigint AUTO_INCREMENT PRIMARY KEY,
  app_id     varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  taken_in   integer     NOT NULL DEFAULT 0,   -- notifications
  archived   integer     NOT NULL DEFAULT 0,
  collected  integer     NOT NULL DEFAULT 0,   -- uses of credits
  used       integer     NOT NULL DEFAULT 0,
  refused    integer     NOT NULL DEFAULT 0,
  expired    integer     NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX book_entry_app ON book_entry (app_id, id);
CREATE TABLE book (
  app_id     varchar(64) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  taken_in   bigint NOT NULL DEFAULT 0,
  archived   bigint NOT NULL DEFAULT 0,
  collected  bigint NOT NULL DEFAULT 0,
  used       bigint NOT NULL DEFAULT 0,
  refused    bigint NOT NULL DEFAULT 0,
  expired    bigint NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Processes alive: one whose heartbeat is old has lost its claims.
CREATE TABLE node (
  node_id       bigint AUTO_INCREMENT PRIMARY KEY,
  name          varchar(128) NOT NULL,
  started_at    datetime(6) NOT NULL,
  heartbeat_at  datetime(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A scheduled job runs on the node that inserts its row first.
CREATE TABLE job_run (
  job      varchar(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fire_at  datetime(6) NOT NULL,
  node_id  bigint       NOT NULL,
  PRIMARY KEY (job, fire_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
