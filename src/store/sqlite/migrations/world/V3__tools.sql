-- What the test tools need of a world: the words and the text of its scenario, to start over and to write it out again,
-- and what time it is there. A fixed clock has its moment, a moved one how far it is ahead, both in milliseconds.
ALTER TABLE world ADD COLUMN title_nb TEXT;
ALTER TABLE world ADD COLUMN title_nn TEXT;
ALTER TABLE world ADD COLUMN title_en TEXT;
ALTER TABLE world ADD COLUMN description_nb TEXT;
ALTER TABLE world ADD COLUMN description_nn TEXT;
ALTER TABLE world ADD COLUMN description_en TEXT;
ALTER TABLE world ADD COLUMN clock TEXT NOT NULL DEFAULT 'real' CHECK (clock IN ('real', 'fixed', 'moved'));
ALTER TABLE world ADD COLUMN clock_ms INTEGER;

-- The scenario's text, which may be megabytes: apart from the row that every request reads and every change writes.
CREATE TABLE world_source (
    text TEXT NOT NULL
) STRICT;
