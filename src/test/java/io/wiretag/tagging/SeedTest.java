package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.Tags.AgencyTag;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two wires that show why the job is not a substring search. */
class SeedTest {
    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    @Test
    void aNavigationListOfAllProvincesNamesNone() throws IOException {
        Tags tags = tagger.tag(Story.ofText(sample("vgp-phone-talks.txt")));

        assertThat(tags.provinces()).isEmpty();
        assertThat(agencies(tags)).containsExactly("VGP ORIGIN dateline", "VNA ORIGIN sign-off");
    }

    @Test
    void aGeneralCalledGiangIsNoProvince() throws IOException {
        Tags tags = tagger.tag(Story.ofText(sample("vns-defence-minister.txt")));

        assertThat(tags.provinces()).extracting(tag -> tag.province().code()).containsExactly("VN-HN");
        assertThat(agencies(tags))
                .containsExactly("VNS ORIGIN sign-off", "VNA CREDIT photo credit", "VNS CREDIT photo credit");
    }

    private static List<String> agencies(Tags tags) {
        return tags.agencies().stream().map(SeedTest::line).toList();
    }

    private static String line(AgencyTag tag) {
        return tag.agency().code() + " " + tag.role() + " "
                + tag.mentions().get(0).rule();
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = SeedTest.class.getResourceAsStream("/samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
