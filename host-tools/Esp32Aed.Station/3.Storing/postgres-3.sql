-- Programs that may read, by the SHA-256 of their token.
CREATE TABLE readers (
    name text PRIMARY KEY,
    hash text NOT NULL UNIQUE,
    created_ms bigint NOT NULL
);

-- When an alert last began to ring.
ALTER TABLE alert_states ADD COLUMN raised_ms bigint;
UPDATE alert_states SET raised_ms = since_ms WHERE is_raised = 1;
