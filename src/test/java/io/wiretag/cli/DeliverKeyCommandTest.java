package io.wiretag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliverKeyCommandTest {
    private final CapturedConsole console = new CapturedConsole();

    @TempDir
    Path folder;

    @Test
    void aScopeIsWrittenAsCodesHoweverItWasNamed() {
        assertThat(console.run(
                        "deliver",
                        "key",
                        "desk",
                        "--province",
                        "ha noi,VN-SG",
                        "--unit",
                        "01",
                        "--agency",
                        "Viet Nam News,MOH"))
                .isZero();

        assertThat(console.out()).startsWith("desk:sha256$").endsWith(" agency=VNS,MOH province=VN-HN,VN-SG unit=01\n");
    }

    /** A key that was meant for one of them would see nothing, and nobody would know why. */
    @ParameterizedTest
    @CsvSource({"--province, VN-99, province", "--unit, 99, unit", "--agency, VNX, agency"})
    void whatThereIsNotMakesNoKey(String option, String code, String what) {
        assertThat(console.run("deliver", "key", "desk", option, code)).isEqualTo(ExitCode.USAGE);

        assertThat(console.out()).isEmpty();
        assertThat(console.err()).contains("no " + what + " '" + code + "'", "nearest are");
    }

    @Test
    void anAgencyOfAnEditorIsOneWhereHisFileIsNamed() throws Exception {
        Path file = Files.writeString(
                folder.resolve("desk.txt"), "agency: SONGMA | Sông Mã | newspaper\n    name: bản tin Sông Mã\n");

        assertThat(console.run("deliver", "key", "desk", "--agency", "SONGMA")).isEqualTo(ExitCode.USAGE);
        assertThat(console.run("deliver", "key", "desk", "--agency", "SONGMA", "--gazetteer", file.toString()))
                .as(console.err())
                .isZero();
        assertThat(console.out()).contains(" agency=SONGMA");
    }
}
