-- A rule without a device is for every device; label '' is all together.
CREATE TABLE alert_rules (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    device text,
    label text NOT NULL,
    bound double precision,
    minutes integer,
    webhook text,
    created_ms bigint NOT NULL
);

-- What a rule said of a device when that last changed; no row: it was never raised.
CREATE TABLE alert_states (
    rule_id bigint NOT NULL,
    device text NOT NULL,
    is_raised integer NOT NULL,
    since_ms bigint NOT NULL,
    value double precision NOT NULL,
    low double precision,
    high double precision,
    PRIMARY KEY (rule_id, device)
);

-- Changes whose webhook has not taken them yet.
CREATE TABLE alert_calls (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule_id bigint NOT NULL,
    device text NOT NULL,
    url text NOT NULL,
    body text NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    created_ms bigint NOT NULL,
    next_ms bigint NOT NULL
);

-- The admin's password, slowly hashed; no row: none is set.
CREATE TABLE admin_password (
    id integer PRIMARY KEY CHECK (id = 1),
    hash text NOT NULL
);

-- Logins, by the SHA-256 of what the browser keeps.
CREATE TABLE admin_sessions (
    hash text PRIMARY KEY,
    end_ms bigint NOT NULL
);
