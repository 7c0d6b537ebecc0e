#!/bin/sh
# A view of one province as a file, over HTTP, with nothing but curl. It may be killed at any moment.
#     follow.sh http://127.0.0.1:8070 VN-HN hanoi.ndjson       (WIRETAG_KEY: the key, where one is needed)
# The file is like an answer of GET /articles/current: an article a line, and as its last line the cursor. It is replaced as a
# whole, so that what changes and where we are change together.
set -u
base=$1 province=$2 view=$3
new=$view.new.$$ next=$view.next.$$
rm -f "$view".new.* "$view".next.*   # of one that was killed

# path, cursor: lines go to $new, the status to standard output; the key stands on no command line
ask() {
    printf '%s\n' "${WIRETAG_KEY:+Authorization: Bearer $WIRETAG_KEY}" |
        curl -sSG -H @- -H 'Accept: application/x-ndjson' -o "$new" -w '%{http_code}' \
            -d "province=$province" ${2:+-d "cursor=$2"} "$base$1"
}

# empty of an answer that was cut off
cursor_of() {
    [ ! -f "$1" ] || sed -n '$s/^{"wiretag":{"operation":"cursor","cursor":"\([^"]*\)"}}$/\1/p' "$1"
}

# the lines of the view, and over them those that came; within a text quotes have a backslash before them
merge() {
    awk 'match($0, /"uri":"([^"\\]|\\.)*"/) {
             uri = substr($0, RSTART, RLENGTH)
             if (/,"wiretag":[{]"id":"[-0-9a-z]+","operation":"(publish|correct)"/) lines[uri] = $0
             else delete lines[uri]   # retract, kill
             next
         }
         { cursor = $0 }
         END { for (uri in lines) print lines[uri]; print cursor }' "$view" "$new"
}

lost=
while :; do
    cursor=$(cursor_of "$view")
    [ -z "$lost" ] || cursor=
    if [ -n "$cursor" ]; then status=$(ask /articles "$cursor"); else status=$(ask /articles/current ''); fi
    case $status in
    200)
        if [ -z "$(cursor_of "$new")" ]; then
            echo "the answer was cut off" >&2
        elif [ -n "$cursor" ]; then
            merge > "$next" && mv "$next" "$view"
        else
            mv "$new" "$view" && lost=
        fi ;;
    000 | 429 | 503) ;;                                                                     # again
    *)
        cat "$new" >&2
        grep -Eq '"remedy":"(begin-with-snapshot|mend-cursor)"' "$new" || exit 1
        lost=yes ;;                                                                         # with a snapshot again
    esac
    sleep 1
done
