#!/usr/bin/env python3
"""A view of one province in SQLite, from Kafka, with confluent-kafka and avro. It may be killed at any moment.
    kafka_view.py 127.0.0.1:9092 http://127.0.0.1:8081 articles.by-province VN-HN hanoi.db
"""
import functools, io, json, sqlite3, sys, urllib.request
import avro.io, avro.schema
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition

brokers, registry, topic, province, file = sys.argv[1:6]
db = sqlite3.connect(file)
db.execute("CREATE TABLE IF NOT EXISTS article (uri TEXT PRIMARY KEY, version TEXT, headline TEXT)")
db.execute("CREATE TABLE IF NOT EXISTS place (number INTEGER PRIMARY KEY, position INTEGER)")

consumer = Consumer({
    "bootstrap.servers": brokers,
    "group.id": "none",  # librdkafka wants a name; nothing is committed to it, our positions are in the view
    "enable.auto.commit": False,
    "isolation.level": "read_committed",
    "auto.offset.reset": "error",  # that is "none"
})

@functools.lru_cache(maxsize=None)
def schema(number):
    with urllib.request.urlopen(f"{registry}/apis/ccompat/v7/schemas/ids/{number}", timeout=30) as answer:
        return avro.schema.parse(json.load(answer)["schema"])

def decode(value):  # a zero byte, the id of its schema, Avro
    reader = avro.io.DatumReader(schema(int.from_bytes(value[1:5], "big")))
    return reader.read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))

def assign():
    """All partitions, for then nobody need know in which of them the province is."""
    places = dict(db.execute("SELECT number, position FROM place"))
    numbers = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, each, places.get(each, OFFSET_BEGINNING)) for each in numbers])

assign()
while True:
    record = consumer.poll(1)
    if record is None:
        continue
    if record.error():
        if record.error().code() != KafkaError._AUTO_OFFSET_RESET:
            raise KafkaException(record.error())
        with db:  # what was deleted may have been a kill: begin again
            db.execute("DELETE FROM article")
            db.execute("DELETE FROM place")
        assign()
        continue
    with db:  # what changes and where we are, in one transaction
        if record.key() == province.encode():
            tagged = decode(record.value())
            article = tagged["article"]
            db.execute("DELETE FROM article WHERE uri = ?", (article["uri"],))  # retract, kill
            if tagged["operation"] in ("publish", "correct"):
                db.execute("INSERT INTO article VALUES (?, ?, ?)", (article["uri"], article["version"], article["headline"]))
        db.execute("REPLACE INTO place VALUES (?, ?)", (record.partition(), record.offset() + 1))
