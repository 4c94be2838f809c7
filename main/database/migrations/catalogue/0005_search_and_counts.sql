-- Any part of a word of a study's search text, found without reading the studies: every ending of every word is a term, and a search asks for
-- the terms that begin with what was typed. main/studies/search-text.repository.ts writes it.
CREATE VIRTUAL TABLE study_text USING fts5 (
  endings, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 0'
);
INSERT INTO study_text (rowid, endings)
  WITH RECURSIVE place (id, text, at) AS (
    SELECT id, search_text, 1 FROM study WHERE search_text <> ''
    UNION ALL SELECT id, text, at + 1 FROM place WHERE at < length(text)
  )
  SELECT id, group_concat(substr(substr(text, at, 16), 1, instr(substr(text, at, 16) || ' ', ' ') - 1), ' ') FROM place GROUP BY id;
-- The list of all cases walks along this index, which need not hold the text any more.
DROP INDEX study_search;
CREATE INDEX study_search ON study (is_case, arrived_at DESC, id DESC);

-- How many cases there are, so that nobody counts a million rows.
CREATE TABLE case_count (
  reading_state TEXT    NOT NULL,
  is_urgent     INTEGER NOT NULL CHECK (is_urgent IN (0, 1)),
  cases         INTEGER NOT NULL,
  PRIMARY KEY (reading_state, is_urgent)
) STRICT, WITHOUT ROWID;
INSERT INTO case_count SELECT reading_state, urgency <> 'routine', count(*) FROM study WHERE is_case = 1 GROUP BY 1, 2;

CREATE TRIGGER case_arrives AFTER INSERT ON study WHEN new.is_case = 1
BEGIN
  INSERT INTO case_count VALUES (new.reading_state, new.urgency <> 'routine', 1) ON CONFLICT DO UPDATE SET cases = cases + 1;
END;
CREATE TRIGGER case_goes AFTER DELETE ON study WHEN old.is_case = 1
BEGIN
  UPDATE case_count SET cases = cases - 1 WHERE reading_state = old.reading_state AND is_urgent = (old.urgency <> 'routine');
END;
CREATE TRIGGER case_moves AFTER UPDATE OF is_case, reading_state, urgency ON study
  WHEN (old.is_case, old.reading_state, old.urgency <> 'routine') <> (new.is_case, new.reading_state, new.urgency <> 'routine')
BEGIN
  UPDATE case_count SET cases = cases - old.is_case WHERE reading_state = old.reading_state AND is_urgent = (old.urgency <> 'routine');
  INSERT INTO case_count VALUES (new.reading_state, new.urgency <> 'routine', new.is_case) ON CONFLICT DO UPDATE SET cases = cases + new.is_case;
END;
