-- The table of articles-jdbc.properties, as PostgreSQL has it. Make it before the connector starts: that could make it from an article
-- alone, and ends where the first record it reads takes one down.
CREATE TABLE IF NOT EXISTS articles (
    uri             text PRIMARY KEY,
    version         text,
    language        text,
    headline        text,
    body            text,
    version_created timestamp,          -- UTC, like the next
    tagged_at       timestamp NOT NULL,
    provinces       text NOT NULL,      -- JSON arrays of codes: provinces::jsonb ? 'VN-HN'
    units           text NOT NULL,
    agencies        text NOT NULL
);
