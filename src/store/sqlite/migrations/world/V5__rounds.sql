-- Rounds: walkthroughs that somebody walks by hand, with a row for each step as it was put to the tester. Not part of what
-- a scenario makes and unmakes: results outlive a reset, and to note one is no change of the world.
CREATE TABLE round (
    key         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    walkthrough TEXT NOT NULL,
    title       TEXT NOT NULL,
    scenario    TEXT NOT NULL,
    language    TEXT NOT NULL,
    tester      TEXT NOT NULL,
    begun       INTEGER NOT NULL,
    version     TEXT NOT NULL
) STRICT;

-- Verdict and moment come together, with a remark or not.
CREATE TABLE round_step (
    round       INTEGER NOT NULL REFERENCES round (key) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    instruction TEXT NOT NULL,
    expected    TEXT NOT NULL,
    verdict     TEXT CHECK (verdict IN ('passed', 'failed', 'skipped')),
    remark      TEXT NOT NULL DEFAULT '',
    decided     INTEGER CHECK ((decided IS NULL) = (verdict IS NULL)),
    PRIMARY KEY (round, number)
) STRICT, WITHOUT ROWID;
