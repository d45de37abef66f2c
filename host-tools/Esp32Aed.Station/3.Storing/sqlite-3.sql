-- Programs that may read, by the SHA-256 of their token.
CREATE TABLE readers (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    created_ms INTEGER NOT NULL
) WITHOUT ROWID;

-- When an alert last began to ring.
ALTER TABLE alert_states ADD COLUMN raised_ms INTEGER;
UPDATE alert_states SET raised_ms = since_ms WHERE is_raised = 1;
