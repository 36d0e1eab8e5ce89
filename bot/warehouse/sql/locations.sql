SELECT code AS location, name, city, time_zone FROM source_locations
