-- What may be chosen in the forms of questions; no list is longer than a reader can use.

-- name: party_choices
select id as word, name as meaning from parties order by name limit 1000

-- name: jurisdiction_choices
select code as word, name as meaning from jurisdictions order by name limit 400

-- name: court_choices
select id as word, name as meaning from courts order by name limit 1000

-- name: source_choices
select id as word, title as meaning from sources order by title limit 1000

-- name: ruling_choices
select id as word, name as meaning from rulings order by decided_on desc, id desc limit 200

-- name: role_choices
select word, meaning from vocabulary where list = 'role' order by word

-- name: outcome_choices
select word, meaning from vocabulary where list = 'outcome' order by word

-- name: event_choices
select word, meaning from vocabulary where list = 'event' order by word

-- name: subject_choices
select word, meaning from vocabulary where list = 'subject' order by word
