-- How far a run is, and how much its list depends on settings that nobody has justified: worked out with the run.
alter table identification_runs add column progress integer not null default 0 constraint identification_runs_progress_sane check (progress between 0 and 100);
-- {settings, least, most}: how many plausible settings were tried, and how many schools they list. Null: the run is older.
alter table identification_runs add column sensitivity jsonb;
-- Share of the settings that classify the school under which it is listed.
alter table identification_run_schools add column listed_share double precision constraint identification_run_schools_share_sane check (listed_share between 0 and 1);
