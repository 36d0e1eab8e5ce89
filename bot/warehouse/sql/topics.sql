SELECT topic, topic_group, stage, title FROM source_topics
