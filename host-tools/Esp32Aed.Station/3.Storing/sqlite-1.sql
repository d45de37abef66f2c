-- Times are milliseconds since 1970 UTC; lengths are milliseconds.
CREATE TABLE devices (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_ms INTEGER NOT NULL,
    token_hash TEXT,
    hmac_key TEXT,
    is_revoked INTEGER NOT NULL DEFAULT 0,
    last_seen_ms INTEGER,
    -- Time between posts, smoothed: a new one counts a quarter.
    post_gap_ms INTEGER,
    last_boot INTEGER NOT NULL DEFAULT 0,
    last_sequence INTEGER NOT NULL DEFAULT -1,
    last_record TEXT
);
CREATE UNIQUE INDEX devices_by_token ON devices (token_hash) WHERE token_hash IS NOT NULL;

CREATE TABLE records (
    device_id INTEGER NOT NULL,
    boot INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    length_ms INTEGER NOT NULL,
    listened_ms INTEGER NOT NULL,
    lost_ms INTEGER NOT NULL,
    arrived_ms INTEGER NOT NULL,
    dated_by_arrival INTEGER NOT NULL,
    counts TEXT NOT NULL,
    model_checksum TEXT NOT NULL,
    merged INTEGER NOT NULL,
    load REAL,
    mean_score REAL,
    battery_mv INTEGER,
    rssi_dbm INTEGER,
    reset TEXT,
    crash TEXT,
    update_note TEXT,
    PRIMARY KEY (device_id, boot, sequence)
) WITHOUT ROWID;
CREATE INDEX records_by_start ON records (start_ms, device_id);

-- What was stored once and has been deleted since.
CREATE TABLE retired (
    device_id INTEGER NOT NULL,
    boot INTEGER NOT NULL,
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    PRIMARY KEY (device_id, boot, first_sequence)
) WITHOUT ROWID;

-- Sums of the records that begin in a bucket of so many seconds; label '' is all together.
CREATE TABLE sums (
    device_id INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    label TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    events INTEGER NOT NULL,
    listened_ms INTEGER NOT NULL,
    length_ms INTEGER NOT NULL,
    lost_ms INTEGER NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (device_id, seconds, label, start_ms)
) WITHOUT ROWID;

-- Every view and query that uses it says seconds > 60.
CREATE INDEX sums_by_start ON sums (seconds, start_ms) WHERE seconds > 60;

CREATE VIEW aed_devices AS
SELECT name AS device, created_ms / 1000 AS created, last_seen_ms / 1000 AS last_seen, post_gap_ms / 1000.0 AS post_gap_s, is_revoked, last_record FROM devices;

CREATE VIEW aed_records AS
SELECT d.name AS device, r.boot, r.sequence, r.start_ms / 1000 AS time, r.length_ms / 1000.0 AS length_s, r.listened_ms / 1000.0 AS listened_s,
    r.lost_ms / 1000.0 AS lost_s, r.arrived_ms / 1000 AS arrived, r.dated_by_arrival, r.counts, r.model_checksum, r.merged AS records, r.load,
    r.mean_score, r.battery_mv, r.rssi_dbm, r.reset, r.crash, r.update_note
FROM records r JOIN devices d ON d.id = r.device_id;

CREATE VIEW aed_sums AS
SELECT d.name AS device, s.seconds, s.label, s.start_ms / 1000 AS time, s.events, s.listened_ms / 1000.0 AS listened_s,
    s.length_ms / 1000.0 AS length_s, s.lost_ms / 1000.0 AS lost_s, s.records, s.events * 60000.0 / nullif(s.listened_ms, 0) AS per_minute
FROM sums s JOIN devices d ON d.id = s.device_id;

CREATE VIEW aed_minutes AS SELECT device, label, time, events, listened_s, length_s, lost_s, records, per_minute FROM aed_sums WHERE seconds = 60;
CREATE VIEW aed_hours AS SELECT device, label, time, events, listened_s, length_s, lost_s, records, per_minute FROM aed_sums WHERE seconds = 3600 AND seconds > 60;
CREATE VIEW aed_days AS SELECT device, label, time, events, listened_s, length_s, lost_s, records, per_minute FROM aed_sums WHERE seconds = 86400 AND seconds > 60;
