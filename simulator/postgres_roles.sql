-- Roles of a PostgreSQL database in which Attune keeps sessions. Run as the owner of the tables, who needs CREATEROLE
-- the first time: attune course roles | psql URL. It may be run again, and should be after every upgrade.
--
--   attune_trainee   for roles of trainees, one each, called as their pseudonym: they add to and read their own sessions
--   attune_served    for the role with which `attune serve` connects: it sees the one visitor's sessions it asks for
--
-- Neither changes what was said, erases it, or sees anything of anybody else. The owner sees and may do everything.

BEGIN;
SET LOCAL client_min_messages = warning; -- nothing to say of rules that are not there yet

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['attune_trainee', 'attune_served'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
    -- Temporary tables are found before ours: nobody is to put one in their place.
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO attune_trainee, attune_served', current_schema());
END $$;

GRANT SELECT ON alembic_version, rating, rescoring, result TO attune_trainee, attune_served;
GRANT SELECT, INSERT ON scenario, session, event TO attune_trainee, attune_served;
GRANT SELECT, INSERT, DELETE ON draft TO attune_trainee, attune_served;
GRANT UPDATE (ending) ON session TO attune_trainee, attune_served;

ALTER TABLE scenario ENABLE ROW LEVEL SECURITY;
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
ALTER TABLE draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE rating ENABLE ROW LEVEL SECURITY;
ALTER TABLE result ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasing ENABLE ROW LEVEL SECURITY;
ALTER TABLE tombstone ENABLE ROW LEVEL SECURITY;

-- Whose a session is: the role's name for a trainee, for a server whom it says it asks for.
DROP POLICY IF EXISTS trainee_sees ON session;
DROP POLICY IF EXISTS trainee_begins ON session;
DROP POLICY IF EXISTS trainee_ends ON session;
CREATE POLICY trainee_sees ON session FOR SELECT TO attune_trainee USING (trainee = current_user);
CREATE POLICY trainee_begins ON session FOR INSERT TO attune_trainee WITH CHECK (trainee = current_user);
CREATE POLICY trainee_ends ON session FOR UPDATE TO attune_trainee
    USING (trainee = current_user AND ending IS NULL) WITH CHECK (trainee = current_user);

DROP POLICY IF EXISTS served_sees ON session;
DROP POLICY IF EXISTS served_begins ON session;
DROP POLICY IF EXISTS served_ends ON session;
CREATE POLICY served_sees ON session FOR SELECT TO attune_served
    USING (trainee = nullif(current_setting('attune.trainee', true), ''));
CREATE POLICY served_begins ON session FOR INSERT TO attune_served
    WITH CHECK (trainee = nullif(current_setting('attune.trainee', true), ''));
CREATE POLICY served_ends ON session FOR UPDATE TO attune_served
    USING (trainee = nullif(current_setting('attune.trainee', true), '') AND ending IS NULL)
    WITH CHECK (trainee = nullif(current_setting('attune.trainee', true), ''));

-- What belongs to a session follows it: the inner question sees only the sessions that the role may see.
DROP POLICY IF EXISTS follows_session ON event;
DROP POLICY IF EXISTS follows_session ON draft;
DROP POLICY IF EXISTS follows_session ON rating;
DROP POLICY IF EXISTS follows_session ON result;
CREATE POLICY follows_session ON event TO attune_trainee, attune_served
    USING (EXISTS (SELECT 1 FROM session WHERE session.id = event.session));
CREATE POLICY follows_session ON draft TO attune_trainee, attune_served
    USING (EXISTS (SELECT 1 FROM session WHERE session.id = draft.session));
CREATE POLICY follows_session ON rating TO attune_trainee, attune_served
    USING (EXISTS (SELECT 1 FROM session WHERE session.id = rating.session));
CREATE POLICY follows_session ON result TO attune_trainee, attune_served
    USING (EXISTS (SELECT 1 FROM session WHERE session.id = result.session));

-- A patient's file may be somebody's own: it is seen by those who met the patient. That it is what its hash says is a
-- rule of the table.
DROP POLICY IF EXISTS adds ON scenario;
DROP POLICY IF EXISTS met ON scenario;
CREATE POLICY adds ON scenario FOR INSERT TO attune_trainee, attune_served WITH CHECK (true);
CREATE POLICY met ON scenario FOR SELECT TO attune_trainee, attune_served
    USING (EXISTS (SELECT 1 FROM session WHERE session.scenario_sha256 = scenario.sha256));

COMMIT;
