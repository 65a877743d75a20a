-- The role under which the site serves: it reads and writes, owns nothing, and may neither change nor remove what is
-- written once. To be run by the owner of the tables (psql -v ON_ERROR_STOP=1 -f …) after every manage.py migrate,
-- so that new tables are covered. The site's DATABASE_URL names otop_site; migrate and restore run as the owner.
-- A first time: give it a password with \password otop_site. The list is that of registration/append_only.py.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'otop_site') THEN CREATE ROLE otop_site LOGIN NOINHERIT; END IF;
END $$;
GRANT USAGE ON SCHEMA public TO otop_site;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM otop_site;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO otop_site;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO otop_site;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM otop_site;
REVOKE UPDATE, DELETE ON registration_event, registration_edition, registration_editionfigure, registration_rosterrow,
  registration_proof, registration_announcement FROM otop_site;
REVOKE UPDATE ON registration_revision, registration_latefault, registration_reading FROM otop_site;
GRANT UPDATE (fingerprint) ON registration_edition TO otop_site;
