#!/usr/bin/env python3
"""A view of one province in SQLite, over HTTP, with Python's own library alone. It may be killed at any moment.
    sse_view.py http://127.0.0.1:8070 VN-HN hanoi.db       (WIRETAG_KEY: the key, where one is needed)
"""
import http.client, json, os, sqlite3, sys, time, urllib.error, urllib.request

base, province, file = sys.argv[1:4]
db = sqlite3.connect(file)
db.execute("CREATE TABLE IF NOT EXISTS article (uri TEXT PRIMARY KEY, version TEXT, article TEXT)")
db.execute("CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), cursor TEXT)")

def ask(path, **headers):
    if "WIRETAG_KEY" in os.environ:
        headers["Authorization"] = "Bearer " + os.environ["WIRETAG_KEY"]
    # 40 seconds: there is a sign of life every 15
    return urllib.request.urlopen(urllib.request.Request(f"{base}{path}?province={province}", headers=headers), timeout=40)

def apply(article):
    if article["wiretag"]["operation"] in ("publish", "correct"):
        db.execute("REPLACE INTO article VALUES (?, ?, ?)", (article["uri"], article.get("version"), json.dumps(article)))
    else:  # retract, kill
        db.execute("DELETE FROM article WHERE uri = ?", (article["uri"],))

def begin():
    with ask("/articles/current") as lines, db:  # the view becomes the snapshot, in one transaction
        db.execute("DELETE FROM article")
        for line in map(json.loads, lines):
            if line["wiretag"]["operation"] == "cursor":
                return db.execute("REPLACE INTO place VALUES (1, ?)", (line["wiretag"]["cursor"],))
            apply(line)
        raise ValueError("the snapshot was cut off")

def follow(cursor):
    with ask("/articles", **{"Accept": "text/event-stream", "Last-Event-ID": cursor}) as lines:
        event = {}
        for line in (line.decode().rstrip("\n") for line in lines):
            if line:
                event.update([line.split(": ", 1)])
            elif "id" in event:
                with db:  # what changes and where we are, in one transaction
                    if event["event"] == "article":
                        apply(json.loads(event["data"]))
                    db.execute("REPLACE INTO place VALUES (1, ?)", (event["id"],))
                event = {}

while True:
    place = db.execute("SELECT cursor FROM place").fetchone()
    try:
        follow(place[0]) if place else begin()
    except urllib.error.HTTPError as problem:
        print(text := problem.read().decode(), file=sys.stderr)
        if '"remedy":"begin-with-snapshot"' in text or '"remedy":"mend-cursor"' in text:  # one cannot go on from there
            with db:
                db.execute("DELETE FROM place")
        elif problem.code not in (429, 503):
            sys.exit(1)
    except (OSError, ValueError, http.client.HTTPException) as away:
        print(away, file=sys.stderr)
    time.sleep(1)
