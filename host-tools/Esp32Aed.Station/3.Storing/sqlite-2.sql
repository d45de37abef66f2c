-- A rule without a device is for every device; label '' is all together.
CREATE TABLE alert_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    device TEXT,
    label TEXT NOT NULL,
    bound REAL,
    minutes INTEGER,
    webhook TEXT,
    created_ms INTEGER NOT NULL
);

-- What a rule said of a device when that last changed; no row: it was never raised.
CREATE TABLE alert_states (
    rule_id INTEGER NOT NULL,
    device TEXT NOT NULL,
    is_raised INTEGER NOT NULL,
    since_ms INTEGER NOT NULL,
    value REAL NOT NULL,
    low REAL,
    high REAL,
    PRIMARY KEY (rule_id, device)
) WITHOUT ROWID;

-- Changes whose webhook has not taken them yet.
CREATE TABLE alert_calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule_id INTEGER NOT NULL,
    device TEXT NOT NULL,
    url TEXT NOT NULL,
    body TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    created_ms INTEGER NOT NULL,
    next_ms INTEGER NOT NULL
);

-- The admin's password, slowly hashed; no row: none is set.
CREATE TABLE admin_password (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    hash TEXT NOT NULL
);

-- Logins, by the SHA-256 of what the browser keeps.
CREATE TABLE admin_sessions (
    hash TEXT PRIMARY KEY,
    end_ms INTEGER NOT NULL
) WITHOUT ROWID;
