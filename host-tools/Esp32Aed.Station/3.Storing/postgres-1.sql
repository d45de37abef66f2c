-- Times are milliseconds since 1970 UTC; lengths are milliseconds.
CREATE TABLE devices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    created_ms bigint NOT NULL,
    token_hash text UNIQUE,
    hmac_key text,
    is_revoked integer NOT NULL DEFAULT 0,
    last_seen_ms bigint,
    -- Time between posts, smoothed: a new one counts a quarter.
    post_gap_ms bigint,
    last_boot integer NOT NULL DEFAULT 0,
    last_sequence integer NOT NULL DEFAULT -1,
    last_record text
) WITH (fillfactor = 50);

-- One row for every record there is: a key of a partitioned table would have to hold the start, which a repeated post may date anew.
CREATE TABLE identities (
    device_id bigint NOT NULL,
    boot integer NOT NULL,
    sequence integer NOT NULL,
    PRIMARY KEY (device_id, boot, sequence)
);

-- Partitions of a month, records_YYYY_MM, are made as records come.
CREATE TABLE records (
    device_id bigint NOT NULL,
    boot integer NOT NULL,
    sequence integer NOT NULL,
    start_ms bigint NOT NULL,
    length_ms bigint NOT NULL,
    listened_ms bigint NOT NULL,
    lost_ms bigint NOT NULL,
    arrived_ms bigint NOT NULL,
    dated_by_arrival integer NOT NULL,
    counts text NOT NULL,
    model_checksum text NOT NULL,
    merged integer NOT NULL,
    load double precision,
    mean_score double precision,
    battery_mv integer,
    rssi_dbm integer,
    reset text,
    crash text,
    update_note text
) PARTITION BY RANGE (start_ms);
CREATE INDEX records_by_start ON records (start_ms, device_id);

-- What was stored once and has been deleted since.
CREATE TABLE retired (
    device_id bigint NOT NULL,
    boot integer NOT NULL,
    first_sequence integer NOT NULL,
    last_sequence integer NOT NULL,
    PRIMARY KEY (device_id, boot, first_sequence)
);

-- Sums of the records that begin in a bucket of so many seconds; label '' is all together.
CREATE TABLE sums (
    device_id bigint NOT NULL,
    seconds integer NOT NULL,
    label text COLLATE "C" NOT NULL,
    start_ms bigint NOT NULL,
    events bigint NOT NULL,
    listened_ms bigint NOT NULL,
    length_ms bigint NOT NULL,
    lost_ms bigint NOT NULL,
    records bigint NOT NULL,
    PRIMARY KEY (device_id, seconds, label, start_ms)
) WITH (fillfactor = 80);

-- Every view and query that uses it says seconds > 60.
CREATE INDEX sums_by_start ON sums (seconds, start_ms) WHERE seconds > 60;

CREATE VIEW aed_devices AS
SELECT name AS device, to_timestamp(created_ms / 1000.0) AS created, to_timestamp(last_seen_ms / 1000.0) AS last_seen, post_gap_ms / 1000.0 AS post_gap_s, is_revoked <> 0 AS is_revoked,
    last_record::jsonb AS last_record
FROM devices;

CREATE VIEW aed_records AS
SELECT d.name AS device, r.boot, r.sequence, to_timestamp(r.start_ms / 1000.0) AS time, r.length_ms / 1000.0 AS length_s,
    r.listened_ms / 1000.0 AS listened_s, r.lost_ms / 1000.0 AS lost_s, to_timestamp(r.arrived_ms / 1000.0) AS arrived,
    r.dated_by_arrival <> 0 AS dated_by_arrival, r.counts::jsonb AS counts, r.model_checksum, r.merged AS records, r.load, r.mean_score,
    r.battery_mv, r.rssi_dbm, r.reset, r.crash, r.update_note
FROM records r JOIN devices d ON d.id = r.device_id;

CREATE VIEW aed_sums AS
SELECT d.name AS device, s.seconds, s.label, to_timestamp(s.start_ms / 1000.0) AS time, s.events, s.listened_ms / 1000.0 AS listened_s,
    s.length_ms / 1000.0 AS length_s, s.lost_ms / 1000.0 AS lost_s, s.records, s.events * 60000.0 / nullif(s.listened_ms, 0) AS per_minute
FROM sums s JOIN devices d ON d.id = s.device_id;

CREATE VIEW aed_minutes AS SELECT device, label, time, events, listened_s, length_s, lost_s, records, per_minute FROM aed_sums WHERE seconds = 60;
CREATE VIEW aed_hours AS SELECT device, label, time, events, listened_s, length_s, lost_s, records, per_minute FROM aed_sums WHERE seconds = 3600 AND seconds > 60;
CREATE VIEW aed_days AS SELECT device, label, time, events, listened_s, length_s, lost_s, records, per_minute FROM aed_sums WHERE seconds = 86400 AND seconds > 60;
