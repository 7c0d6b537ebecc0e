package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NinjsReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"generation-1.json", "generation-2.json", "generation-3.json"})
    void allGenerationsOfNinjsTellTheSameStory(String file) throws IOException {
        Article article = article(resource(file));

        assertThat(article.getUri()).isEqualTo("urn:example:rice");
        assertThat(article.getVersion()).isEqualTo("1.10");
        assertThat(article.getType()).isEqualTo("text");
        assertThat(article.getPubStatus()).isEqualTo(PubStatus.withheld);
        assertThat(article.getUrgency()).isEqualTo(4);
        assertThat(article.getLanguage()).isEqualTo("vi");
        assertThat(article.getFirstCreated()).isEqualTo(Instant.parse("2025-03-01T01:00:00Z"));
        assertThat(article.getVersionCreated()).isEqualTo(Instant.parse("2025-03-01T01:30:00Z"));
        assertThat(article.getEmbargoedUntil()).isEqualTo(Instant.parse("2025-03-02T03:00:00Z"));
        assertThat(article.getHeadline()).isEqualTo("Lúa được mùa ở Long An");
        assertThat(article.getBody()).isEqualTo("Long An (TTXVN) - Được mùa.");
        assertThat(article.getCaptions()).containsExactly("Gặt lúa ở Đức Hòa. Photo: Lan / TTXVN");
        assertThat(article.getSlugline()).isEqualTo("vn-rice");
        assertThat(article.getBy()).isEqualTo("Minh");
        assertThat(article.getLocated()).isEqualTo("Tân An");
        assertThat(article.getInfoSources()).containsExactly(new InfoSource("TTXVN", "provider", null));
        assertThat(article.getEdNote()).isEqualTo("Không phải Tiền Giang.");
        assertThat(article.getCopyrightHolder()).isEqualTo("TTXVN");
        assertThat(article.getCopyrightNotice()).isEqualTo("© TTXVN");
        assertThat(article.getUsageTerms()).isEqualTo("Nội bộ");
    }

    @ParameterizedTest
    @CsvSource({
        "generation-1.json, headline_short body_html associations place",
        "generation-2.json, headlines bodies associations places",
        "generation-3.json, headlines bodies associations places",
    })
    void whatHasNoFieldTravelsOn(String file, String properties) throws IOException {
        assertThat(article(resource(file)).getAdditionalProperties()).containsOnlyKeys(properties.split(" "));
    }

    @Test
    void anUnknownPropertyKeepsEveryDigit() {
        Article article = article("""
                {"uri":"u", "price": 1.10, "big": 123456789012345678901234567890, "note": {"a": [null, true, "\\u00e0"]}}""");

        assertThat(article.getAdditionalProperties())
                .containsOnly(
                        Map.entry("price", "1.10"),
                        Map.entry("big", "123456789012345678901234567890"),
                        Map.entry("note", "{\"a\":[null,true,\"à\"]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what stands in the item                     | line | words of the complaint
                "`\"version\": 1.2`                            | 3 | `/version is the number 1.2, but ninjs has a string: put it in quotes, \"1.2\"`",
                "`\"pubStatus\": \"cancelled\"`                | 3 | `/pubStatus is \"cancelled\": ninjs has usable, withheld, canceled`",
                "`\"urgency\": 0.1`                            | 3 | `/urgency is the number 0.1: ninjs has an integer from 1 to 9`",
                "`\"urgency\": \"3\"`                          | 3 | `/urgency is the string \"3\"`",
                "`\"urgency\": 10`                             | 3 | `from 1 to 9`",
                "`\"by\": [\"Minh\"]`                          | 3 | `/by is a list, but ninjs has a string`",
                "`\"versionCreated\": 1754200000000`           | 3 | `/versionCreated is the number 1754200000000`",
                "`\"pub_status\": \"canceled\"`                | 3 | `/pub_status is the string \"canceled\", and would be passed over by this name: call it pubStatus`",
                "`\"PubStatus\": \"withheld\"`                 | 3 | `call it pubStatus`",
                "`\"status\": \"usable\"`                      | 3 | `/status is the string \"usable\"`",
                "`\"publish-status\": \"embargoed\"`           | 3 | `call it pubStatus`",
                "`\"pubStatus\": \"usable\",\n\"Status\": 1`   | 4 | `/Status is the number 1`",
                "`\"pubStatus\": null`                         | 3 | `/pubStatus is null, which says nothing: write usable, withheld or canceled, or leave it out`",
                "`\"pubstatus\": \" \"`                        | 3 | `/pubstatus is the string \" \", which says nothing`",
                "`\"pubStatus\": \"usable\",\n\"pubstatus\": \"withheld\"` | 4 | `/pubstatus is the string \"withheld\", and /pubStatus beside it the string \"usable\": say it once`",
                "`\"Embargoed\": \"2026-08-04T10:00:00Z\"`     | 3 | `call it embargoedUntil`",
                "`\"embargo\": true`                           | 3 | `/embargo is the word true`",
                "`\"embargo_until\": \"2026-08-04\"`           | 3 | `call it embargoedUntil`",
                "`\"embargoedUntil\": \"2026-08-04T10:00:00Z\",\n\"embargoed\": \"2026-08-05T10:00:00Z\"` | 4 | `say it once`",
                "`\"URI\": \"urn:y\"`                          | 3 | `/URI is the string \"urn:y\", and would be passed over by this name: call it uri`",
                "`\"Version\": \"2\"`                          | 3 | `call it version`",
                "`\"embargoedUntil\": \"tomorrow\"`            | 3 | `/embargoedUntil is no exact time`",
                "`\"embargoed\": \"\"`                         | 3 | `/embargoed is no exact time`",
                "`\"embargoed\": \"2026-08-04T10:00:00\"`      | 3 | `/embargoed is no exact time`",
                "`\"headlines\": [{},\n{\"value\":\n5}]`       | 5 | `/headlines/1/value is the number 5`",
                "`\"bodies\": [\n\"text\"]`                    | 4 | `/bodies/0 is the string \"text\": ninjs has an object`",
                "`\"bodies\": \"text\"`                        | 3 | `/bodies is the string \"text\": ninjs has a list of objects`",
                "`\"body_html\": 5`                            | 3 | `/body_html is the number 5`",
                "`\"associations\": {\"a/b\":\n true}`         | 4 | `/associations/a~1b is the word true: ninjs has an object`",
                "`\"by\": \"a\",\n\"by\": \"b\"`               | 4 | `Duplicate`",
                "`\"by\": \"a\" \"slugline\"`                  | 3 | `not JSON`",
                "`\"by\": NaN`                                 | 3 | `not JSON`",
                "`\"version\": \"\\ud800\"`                    | 3 | `/version has half a surrogate pair`",
            })
    void aFaultIsNamedByItsPlace(String property, int line, String words) {
        Reading.Complaint complaint = complaint("{\n\"uri\": \"urn:x\",\n" + property + "\n}");

        assertThat(complaint.reason()).contains(words);
        assertThat(complaint.line()).hasValue(line);
        assertThat(complaint.sentence()).startsWith("wire.json:" + line + ": ").doesNotContain("\n");
    }

    @Test
    void everyFaultOfAnItemIsNamedWithItsLine() {
        List<Reading> readings = read("""
                [{"uri": "urn:good"},
                {"headline": 7,
                 "version": 1.2,
                 "pubStatus": "draft",
                 "urgency": 10,
                 "embargoed": "tomorrow",
                 "by": {},
                 "associations": [1]},
                {"uri": "urn:better"}]""");

        assertThat(readings).hasSize(10);
        assertThat(uris(readings)).startsWith("urn:good").endsWith("urn:better");
        assertThat(readings.subList(1, 9).stream().map(Reading::toString))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("wire.json:2: /1 has no uri"),
                        line -> assertThat(line).startsWith("wire.json:2: /1/headline is the number 7"),
                        line -> assertThat(line).startsWith("wire.json:3: /1/version is the number 1.2"),
                        line -> assertThat(line).startsWith("wire.json:4: /1/pubStatus is \"draft\""),
                        line -> assertThat(line).startsWith("wire.json:5: /1/urgency is the number 10"),
                        line -> assertThat(line).startsWith("wire.json:6: /1/embargoed is no exact time"),
                        line -> assertThat(line).startsWith("wire.json:7: /1/by is an object"),
                        line -> assertThat(line).startsWith("wire.json:8: /1/associations/0 is the number 1"));
    }

    @Test
    void ofVeryManyFaultsOfAnItemTheFirstAreNamedAndTheOthersCounted() {
        String associations = "1,".repeat(99_999) + "1";

        List<Reading> readings = read("{\"uri\": \"urn:x\", \"associations\": [" + associations + "]}");

        assertThat(readings).hasSize(11);
        assertThat(readings.get(10).toString()).isEqualTo("wire.json: and 99990 more faults in the same item");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"uri\": null}", "{\"uri\": \" \"}", "{\"headline\": \"x\"}"})
    void anItemWithoutIdentityIsRefused(String json) {
        assertThat(complaint("\n" + json).sentence()).startsWith("wire.json:2: the item has no uri: give it one");
    }

    @Test
    void aGuidOfTheFirstGenerationIsAnIdentity() {
        assertThat(article("{\"guid\": \"tag:x\"}").getUri()).isEqualTo("tag:x");
        assertThat(article("{\"guid\": \"tag:x\", \"uri\": \"urn:y\"}"))
                .satisfies(both -> assertThat(both.getUri()).isEqualTo("urn:y"))
                .satisfies(both -> assertThat(both.getAdditionalProperties()).containsEntry("guid", "\"tag:x\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Last Tuesday", "2026-02-30T10:00:00Z", "+999999999-12-31T23:59:59Z", "2026"})
    void aStoryIsWorthMoreThanItsDate(String date) {
        Article article = article("{\"uri\": \"u\", \"versioncreated\": \"%s\"}".formatted(date));

        assertThat(article.getVersionCreated()).isNull();
        assertThat(article.getAdditionalProperties()).containsEntry("versioncreated", "\"" + date + "\"");
    }

    @Test
    void aTimeThatCannotBeReadIsAWarningWithItsWords() {
        Reading reading = read("{\"uri\": \"urn:x\", \"versionCreated\": \"gestern\", \"firstcreated\": \"\"}")
                .get(0);

        assertThat(((Reading.Read) reading).warnings())
                .singleElement()
                .hasToString(
                        "wire.json: versionCreated of \"urn:x\" is \"gestern\", no time that can be read: the article"
                                + " goes without it; write it as 2026-08-04T10:00:00+07:00");
        assertThat(((Reading.Read) read("{\"uri\": \"urn:x\", \"versionCreated\": \"2026-08-04\"}")
                                .get(0))
                        .warnings())
                .isEmpty();
    }

    @Test
    void whatOnlySoundsLikeAStatusOrAnEmbargoTravelsOn() {
        Article article = article("""
                {"uri": "u", "guid": "g", "embargoedReason": "a", "embargoed_reason": "b", "eventStatus": {"x": 1},
                 "plannedCoverageStatus": "c", "versionInfo": "d", "Embargoed": null, "embargoedUntil": null,
                 "associations": [{"type": "picture", "status": "e", "Embargoed": "f"}]}""");

        assertThat(article.getPubStatus()).isEqualTo(PubStatus.usable);
        assertThat(article.getEmbargoedUntil()).isNull();
        assertThat(article.getAdditionalProperties()).containsKeys("embargoedReason", "eventStatus", "versionInfo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\": \"usable\"",
                "\"pubstatus\": \"usable\"",
                "\"Embargoed\": \"tomorrow\"",
                "\"isEmbargoed\": true",
                "\"Version\": \"3\"",
                "\"URI\": \"v\""
            })
    void nothingBesideItHoldsUpAKill(String property) {
        assertThat(article("{\"uri\": \"u\", \"pubStatus\": \"canceled\", " + property + "}")
                        .getPubStatus())
                .isEqualTo(PubStatus.canceled);
    }

    @Test
    void aKillIsNotHeldUpByItsEmbargo() {
        Article kill = article("{\"uri\": \"u\", \"pubStatus\": \"canceled\", \"embargoedUntil\": \"tomorrow\"}");

        assertThat(kill.getPubStatus()).isEqualTo(PubStatus.canceled);
        assertThat(kill.getEmbargoedUntil()).isNull();
        assertThat(kill.getAdditionalProperties()).containsEntry("embargoedUntil", "\"tomorrow\"");
    }

    @Test
    void plainTextStaysAsItStands() {
        String body =
                Normalizer.normalize("  NHA TRANG — Khánh Hòa\r\n\t<p> & Trường Sa\u00a0 \n", Normalizer.Form.NFD);
        Article article = article(
                """
                {"uri":"u", "bodies":[{"contentType":"text/plain","value":"%s"}]}""".formatted(body.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")));

        assertThat(article.getBody()).isEqualTo(body);
        assertThat(article.getAdditionalProperties()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`[{\"value\":\"a\"}]`                                                            | a",
                "`[{\"role\":\"deck\",\"value\":\"a\"},{\"role\":\"MAIN\",\"value\":\"b\"}]`      | b",
                "`[{\"contentType\":\"text/html\",\"value\":\"<b>a</b>\"},{\"value\":\"b\"}]`     | b",
                "`[{\"role\":\"main\",\"value\":\"<p>a</p>\"},{\"role\":\"deck\",\"value\":\"b\"}]` | a",
                "`[{\"value\":\" \"},{\"value\":null},{\"value\":\"c\"}]`                         | c",
                "`[{\"contentType\":\"text/plain\",\"value\":\"<p>a</p>\"}]`                      | <p>a</p>",
                "`[{\"value\":\"<- see map\"}]`                                                   | <- see map",
                "`[]`                                                                             | ",
                "`null`                                                                           | ",
            })
    void theMainBodyIsThatOfRoleMainThenPlainTextThenTheFirst(String bodies, String expected) {
        assertThat(article("{\"uri\":\"u\",\"bodies\":" + bodies + "}").getBody())
                .isEqualTo(expected);
    }

    @Test
    void markupIsKeptBesideItsText() {
        Article article = article("""
                {"uri":"u", "bodies":[{"contentType":"text/html","value":"<p>Hà&nbsp;Nội</p>"}]}""");

        assertThat(article.getBody()).isEqualTo("Hà\u00a0Nội");
        assertThat(article.getAdditionalProperties().get("bodies")).contains("<p>Hà&nbsp;Nội</p>");
    }

    @Test
    void aPictureIsItsOwnCaption() {
        Article photo = article("""
                {"uri":"u", "type":"picture", "by":"Lan", "copyrightHolder":"VNA",
                 "descriptions":[{"value":"Rice near Tân An. Photo by Lan"}]}""");

        assertThat(photo.getCaptions()).containsExactly("Rice near Tân An. Photo by Lan");
        assertThat(photo.getBody()).isNull();
    }

    @Test
    void aSourceOfTheFirstGenerationIsTheProvider() {
        assertThat(article("{\"uri\":\"u\",\"source\":\"AFP\"}").getInfoSources())
                .containsExactly(new InfoSource("AFP", "provider", null));
    }

    @Test
    void aPartyWithMoreThanItsNameIsKeptInFull() {
        Article article = article("""
                {"uri":"u", "infoSources":[{"name":"VNA","literal":"vna"},{"literal":"afp"},null,{}]}""");

        assertThat(article.getInfoSources()).extracting(InfoSource::getName).containsExactly("VNA", "afp");
        assertThat(article.getAdditionalProperties()).containsOnlyKeys("infoSources");
    }

    @Test
    void halfASurrogatePairIsReplacedInTextAndRefusedInAnIdentity() {
        Article article = article("""
                {"uri":"u", "slugline":"flood \\ud83d", "x":"\\ud83d\\ude00 \\udc00\\ud800"}""");

        assertThat(article.getSlugline()).isEqualTo("flood \ufffd");
        assertThat(article.getAdditionalProperties()).containsEntry("x", "\"😀 \ufffd\ufffd\"");
        assertThat(complaint("{\"uri\":\"u\\udc00\"}").reason()).startsWith("/uri has half a surrogate pair");
        assertThat(complaint("{\"x\\udc00\":1}").reason()).startsWith("not JSON as ninjs has it");
    }

    @Test
    void oneBadItemDoesNotHoldUpTheOthers() {
        List<Reading> readings = read("""
                [
                  {"uri": "a"},
                  {"uri": "b",
                   "version": 2},
                  "c",
                  {"uri": "d"}
                ]""");

        assertThat(uris(readings)).containsExactly("a", null, null, "d");
        assertThat(readings.get(1))
                .hasToString(
                        "wire.json:4: /1/version is the number 2, but ninjs has a string: put it in quotes, \"2\"");
        assertThat(readings.get(2)).hasToString("wire.json:5: /2 is the string \"c\": a ninjs item is an object");
    }

    @Test
    void aBrokenLineCostsThatLineOnly() {
        List<Reading> readings = read("""
                {"uri": "a"}

                {"uri": "b", "headline": "cut o
                {"uri": "c", "version": 3}
                {"uri": "d"} {"uri": "e"}
                {"uri": "f\
                """);

        assertThat(uris(readings)).containsExactly("a", null, null, "d", "e", null);
        assertThat(readings.get(1).toString()).startsWith("wire.json:3: ");
        assertThat(readings.get(2).toString()).startsWith("wire.json:4: /version");
        assertThat(readings.get(5).toString()).startsWith("wire.json:6: the JSON ends in the middle of an item");
    }

    @Test
    void whatStandsBeforeACutIsTaken() {
        List<Reading> readings = read("[{\"uri\": \"a\"},\n{\"uri\": \"b\"},\n{\"uri\": \"c\", \"by\": \"Mi");

        assertThat(uris(readings)).containsExactly("a", "b", null);
        assertThat(readings.get(2).toString()).startsWith("wire.json:3: the JSON ends in the middle of an item");
    }

    @Test
    void objectsWithinABrokenObjectAreNoArticles() {
        List<Reading> readings =
                read("{\"uri\": \"a\", \"associations\": [\n{\"uri\": \"b\"},\n{\"uri\": \"c\"},\n{\"uri\": \"d");

        assertThat(uris(readings)).containsExactly((String) null);
    }

    @Test
    void nestingHasALimit() {
        assertThat(complaint("{\"uri\":\"u\",\"x\":" + "[".repeat(200) + "]".repeat(200) + "}")
                        .reason())
                .isEqualTo("no news item is built so: Document nesting depth (101) exceeds the maximum allowed (100)");
    }

    @Test
    void itemsHaveALimit() {
        List<Reading> readings = read("{}\n".repeat(ArticleReaders.MAX_ARTICLES + 100));

        assertThat(readings).hasSize(ArticleReaders.MAX_ARTICLES + 1);
        assertThat(readings.get(ArticleReaders.MAX_ARTICLES))
                .hasToString("wire.json:20001: more than 20000 items in one input: the rest is left out, split it");
    }

    @Test
    void theLineOfAFaultIsRightInALongInput() {
        String filler = "{\"uri\": \"u\", \"bodies\": [{\"value\": \"" + "Bến Tre 😀 ".repeat(8_000) + "\"}]},\n";
        List<Reading> readings = read("[\n" + filler.repeat(3) + "{\"uri\": \"v\",\n\n\"version\": 1}]");

        assertThat(uris(readings)).containsExactly("u", "u", "u", null);
        assertThat(readings.get(3).toString()).startsWith("wire.json:7: /3/version");
    }

    @Test
    void anEmptyListIsNoArticle() {
        assertThat(complaint("[ ]").reason()).startsWith("an empty list");
    }

    private static List<String> uris(List<Reading> readings) {
        return readings.stream()
                .map(r -> r instanceof Reading.Read read ? read.article().getUri() : null)
                .toList();
    }

    private static Article article(String json) {
        List<Reading> readings = read(json);
        assertThat(readings).singleElement().isInstanceOf(Reading.Read.class);
        return ((Reading.Read) readings.get(0)).article();
    }

    private static Reading.Complaint complaint(String json) {
        List<Reading> readings = read(json);
        assertThat(readings).singleElement().isInstanceOf(Reading.Complaint.class);
        return (Reading.Complaint) readings.get(0);
    }

    private static List<Reading> read(String json) {
        return ArticleReaders.read(new Source("wire.json", json.getBytes(StandardCharsets.UTF_8)), Format.NINJS);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = NinjsReaderTest.class.getResourceAsStream("/ninjs/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
