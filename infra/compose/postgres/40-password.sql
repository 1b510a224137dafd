-- Read by psql: the text of this file is no secret, and no command line shows it.
\set password `cat /run/secrets/everfill_db_password`
ALTER ROLE "everfill" PASSWORD :'password';
