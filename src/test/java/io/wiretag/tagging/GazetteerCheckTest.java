package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerProblem;
import io.wiretag.tagging.gazetteer.GazetteerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GazetteerCheckTest {
    @TempDir
    Path folder;

    @Test
    void theBuiltInGazetteerAloneHasNothingToComplainOf() {
        GazetteerReport report = GazetteerCheck.of(List.of());

        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.version()).isEqualTo(Gazetteer.builtIn().version());
        assertThat(report.removed()).isZero();
        assertThat(report.overrides()).isZero();
    }

    @Test
    void namesRemovalsAndOverridesAreCounted() throws IOException {
        long before = GazetteerCheck.of(List.of()).names();

        GazetteerReport report = check("""
                province: VN-22
                    city: Mường Xén; Con Cuông; Vinh [announced]
                    not: Vinh quang
                    remove: Hoàng Mai
                force: VN-HN | uri: urn:x
                forbid: VN-20 | text: Thái Bình Group
                """);

        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.names()).isEqualTo(before + 2 - 1);
        assertThat(report.removed()).isEqualTo(1);
        assertThat(report.overrides()).isEqualTo(2);
        assertThat(report.version()).startsWith(Gazetteer.builtIn().version() + "+");
    }

    @Test
    void aNameThatBelongsToTwoProvincesNowIsToldWithTheOneThatCounts() throws IOException {
        GazetteerReport report = check("province: VN-HN\n  city: Hoàng Mai\n");

        assertThat(report.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(2);
            assertThat(warning.what())
                    .startsWith("'Hoàng Mai' (")
                    .contains("stands for two provinces now", "VN-22", "VN-HN", "which counts");
        });
        Tags tags = Tagger.of(Gazetteer.builtInWith(List.of(folder.resolve("mine.txt"))))
                .tag(Story.ofText("Mưa ở thị xã Hoàng Mai."));
        assertThat(report.warnings().get(0).what())
                .contains("for " + tags.provinces().get(0).province().code() + ", which counts");
    }

    @Test
    void aNameOfTwoLettersNeedsANote() throws IOException {
        GazetteerReport report =
                check("province: VN-22\n  short: NA; NG [these capitals]\nagency: XY | Xinh\n  mark: XY\n");

        assertThat(report.warnings()).extracting(GazetteerProblem::line).containsExactly(2, 4);
        assertThat(report.warnings().get(0).what()).startsWith("'NA' is short and has no notes");
    }

    @Test
    void aNameThatATrapHidesIsToldWhicheverComesFirst() throws IOException {
        GazetteerReport hidden = check("province: VN-22\n  city: Hòa Bình Xanh\n");
        assertThat(hidden.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(2);
            assertThat(warning.what()).contains("'Hòa Bình Xanh'", "never found", "traps.txt:");
        });

        GazetteerReport hiding = check("# one\nnot: Hà Giang\n");
        assertThat(hiding.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(2);
            assertThat(warning.what()).contains("'Hà Giang' (provinces.txt:", "of VN-03 is never found");
        });
    }

    @Test
    void aPhraseThatForbidsNothingIsTold() throws IOException {
        GazetteerReport report = check("""
                forbid: VN-20 | text: lúa gạo
                forbid: VN-20 | text: Thái Bình Group
                forbid: VN-20 | text: bờ Thái Bình Dương
                forbid: VNA origin | text: tin VNA
                forbid: VNA origin | text: tin AFP
                """);

        assertThat(report.warnings()).extracting(GazetteerProblem::line).containsExactly(1, 5);
    }

    @Test
    void errorsOfAllFilesAreToldAndNothingIsThrown() throws IOException {
        Path first = Files.writeString(folder.resolve("a.txt"), "city: x\nnonsense\n");
        Path second = Files.writeString(folder.resolve("b.txt"), "agency: XYZ\n");

        GazetteerReport report = GazetteerCheck.of(List.of(first, second, folder.resolve("c.txt")));

        assertThat(report.errors())
                .extracting(error -> Path.of(error.file()).getFileName() + ":" + error.line())
                .containsExactly("a.txt:1", "a.txt:2", "b.txt:1", "c.txt:0");
    }

    private GazetteerReport check(String text) throws IOException {
        return GazetteerCheck.of(List.of(Files.writeString(folder.resolve("mine.txt"), text)));
    }
}
