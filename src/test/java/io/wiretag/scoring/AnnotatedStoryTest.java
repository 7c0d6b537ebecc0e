package io.wiretag.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotatedStoryTest {
    @Test
    void aStoryOfAnArticleComesBackAsItWasWritten() {
        AnnotatedStory story = new AnnotatedStory(
                "urn:x:1",
                Optional.of("vi"),
                Optional.of(Instant.parse("2026-08-04T01:02:03.456Z")),
                List.of(
                        field(Story.Kind.HEADLINE, "headline", "Mưa ở \"Huế\""),
                        field(Story.Kind.BYLINE, "by", "An"),
                        field(Story.Kind.LOCATED, "located", "Huế"),
                        field(Story.Kind.BODY, "body", "Mưa\nto."),
                        field(Story.Kind.CAPTION, "captions[0]", "Sông Hương"),
                        field(Story.Kind.PROVIDER, "infoSources[0].name", "TTXVN")),
                Map.of(
                        Subject.PROVINCES, new Wanted(List.of("VN-26"), Set.of("VN-DN")),
                        Subject.ABOUT, Wanted.of(List.of("VN-26")),
                        Subject.AGENCIES,
                                new Wanted(
                                        List.of(Wanted.agency("VNA", Role.ORIGIN)),
                                        Set.of("AFP", Wanted.agency("VNS", Role.CREDIT)))),
                Optional.of("the desk said so"));

        String line = story.line();

        assertThat(line)
                .doesNotContain("\n")
                .startsWith("{\"id\":\"urn:x:1\",\"lang\":\"vi\",\"date\":\"2026-08-04T01:02:03.456Z\",\"headline\":")
                .contains(
                        "\"provinces\":[\"VN-26\"],\"optional\":[\"VN-DN\"],\"about\":[\"VN-26\"],\"about_optional\":[]")
                .contains("\"agencies\":[{\"code\":\"VNA\",\"role\":\"origin\"}]");
        assertThat(AnnotatedStory.read(line)).isEqualTo(story);
        assertThat(story.story(Instant.EPOCH).uri()).contains("urn:x:1");
    }

    @Test
    void aStoryWithoutABodyHasAnEmptyTextForOtherPrograms() {
        AnnotatedStory story = new AnnotatedStory(
                "1",
                Optional.empty(),
                Optional.empty(),
                List.of(field(Story.Kind.CAPTION, "captions[0]", "Huế")),
                Map.of(Subject.ABOUT, Wanted.of(List.of())),
                Optional.empty());

        assertThat(story.line())
                .isEqualTo("{\"id\":\"1\",\"captions\":[\"Huế\"],\"text\":\"\",\"about\":[],\"about_optional\":[]}");
        assertThat(AnnotatedStory.read(story.line())).isEqualTo(story);
        assertThat(story.title()).isEqualTo("Huế");
    }

    @Test
    void aTextAboutAgenciesMayCallThemOptionalInOneWord() {
        AnnotatedStory story = AnnotatedStory.read("{\"id\": 7, \"text\": \"x\", \"source\": \"any\", \"agencies\": [],"
                + " \"optional\": [{\"code\": \"VOA\", \"role\": \"origin\", \"kind\": \"byline\"}]}");

        assertThat(story.id()).isEqualTo("7");
        assertThat(story.wanted()).isEqualTo(Map.of(Subject.AGENCIES, new Wanted(List.of(), Set.of("VOA origin"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | is no JSON",
                "[1] | no JSON object",
                "{} | has no 'id'",
                "{\"id\": \"1\", \"provinces\": []} | has no 'text'",
                "{\"id\": \"1\", \"text\": \" \", \"provinces\": []} | has no 'text'",
                "{\"id\": \"1\", \"text\": 1, \"provinces\": []} | 'text' must be a string, but is 1",
                "{\"id\": \"1\", \"text\": \"x\", \"province\": []} | nothing is said to be right",
                "{\"id\": \"1\", \"text\": \"x\", \"provinces\": \"VN-HN\"} | 'provinces' must be a list",
                "{\"id\": \"1\", \"text\": \"x\", \"provinces\": [1]} | list of strings, but has 1",
                "{\"id\": \"1\", \"text\": \"x\", \"agencies\": [\"VNA\"]} | write {\"code\": \"VNA\", \"role\": \"origin\"}",
                "{\"id\": \"1\", \"text\": \"x\", \"agencies\": [{\"code\": \"VNA\", \"role\": \"x\"}]} | origin, credit or mention",
                "{\"id\": \"1\", \"text\": \"x\", \"agencies\": [{\"code\": \"V NA\", \"role\": \"origin\"}]} | is one word",
                "{\"id\": \"1\", \"text\": \"x\", \"agencies\": [{\"role\": \"origin\"}]} | has no 'code'",
                "{\"id\": \"1\", \"text\": \"x\", \"about\": [], \"date\": \"yesterday\"} | no date of ISO 8601"
            })
    void aLineThatIsWrongIsToldWithItsRemedy(String line, String why) {
        assertThatThrownBy(() -> AnnotatedStory.read(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatIsOptionalIsNeitherRightNorWrongUnlessItIsWanted() {
        AnnotatedStory story = AnnotatedStory.read("{\"id\": \"1\", \"text\": \"Mưa lớn ở Huế và Đà Nẵng, theo AFP và"
                + " Reuters.\", \"provinces\": [\"VN-26\", \"VN-29\"], \"optional\": [\"VN-26\", \"VN-DN\"], \"agencies\":"
                + " [], \"agencies_optional\": [\"AFP\"]}");

        StoryScore score = StoryScore.of(
                story, Tagger.of(Gazetteer.builtIn()).tag(story.story(Instant.parse("2026-12-01T00:00:00Z"))));

        assertThat(score.marks().get(Subject.PROVINCES))
                .isEqualTo(new StoryScore.Mark(List.of("VN-26"), List.of("VN-29"), List.of()));
        assertThat(score.marks().get(Subject.AGENCIES))
                .isEqualTo(new StoryScore.Mark(List.of(), List.of(), List.of("REUTERS mention")));
        assertThat(score.marks()).doesNotContainKey(Subject.ABOUT);
        assertThat(score.first()).isEmpty();
        assertThat(score.mistakes()).isEqualTo(2);
    }

    @Test
    void nothingGivenAndNothingWantedIsAllRight() {
        assertThat(Score.NONE.precision()).isEqualTo(1);
        assertThat(Score.NONE.recall()).isEqualTo(1);
        assertThat(Score.NONE.f1()).isEqualTo(1);
        assertThat(new Score(1, 0, 1, 1).f1()).isZero();
        assertThat(new Score(1, 0, 0, 1).precision()).isEqualTo(1);
    }

    private static Story.Field field(Story.Kind kind, String name, String text) {
        return new Story.Field(kind, name, text);
    }
}
