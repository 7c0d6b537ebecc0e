package io.wiretag.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wiretag.testing.Needs;
import io.wiretag.testing.Pipes;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

    private final ApiKeys.NewKey vna = ApiKeys.create("vna");
    private final ApiKeys.NewKey vns = ApiKeys.create("vns");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("keys");
    }

    @Test
    void aKeyHasTheNameOfItsLineAndNoOtherTextHasOne() throws IOException {
        Files.writeString(file, "# who may publish\n\n  " + vna.line() + "  \n" + vns.line());
        ApiKeys keys = ApiKeys.of(file);

        assertThat(keys.nameOf(vna.key())).contains("vna");
        assertThat(keys.nameOf(vns.key())).contains("vns");
        assertThat(keys.nameOf(vns.key() + " ")).isEmpty();
        assertThat(keys.nameOf("")).isEmpty();
        assertThat(keys.nameOf(vna.line())).isEmpty();
    }

    @Test
    void noTwoKeysAndNoTwoLinesAreAlike() {
        ApiKeys.NewKey again = ApiKeys.create("vna");

        assertThat(again.key()).hasSize(46).startsWith("wt_").isNotEqualTo(vna.key());
        assertThat(ApiKey.of("vna", vna.key(), Map.of()).line()).isNotEqualTo(vna.line());
        assertThat(vna.line()).doesNotContain(vna.key());
        assertThat(vna.toString()).doesNotContain(vna.key());
    }

    @Test
    void aNameMayHaveTwoKeysSoThatOneCanTakeOverFromTheOther() throws IOException {
        ApiKeys.NewKey next = ApiKeys.create("vna");
        Files.writeString(file, vna.line() + "\n" + next.line());
        ApiKeys keys = ApiKeys.of(file);

        assertThat(keys.nameOf(vna.key())).contains("vna");
        assertThat(keys.nameOf(next.key())).contains("vna");
    }

    @Test
    void everyWrongLineIsToldWithItsNumberAndWithoutItsText() throws IOException {
        Files.writeString(
                file, vna.line() + "\nvns:" + vns.key() + "\n\nq/q" + vna.line().substring(3));

        assertThatThrownBy(() -> ApiKeys.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys:2: ")
                .hasMessageContaining("keys:4: the name of a key")
                .hasMessageContaining("wiretag intake key NAME")
                .hasMessageNotContaining(vns.key());
    }

    @Test
    void aFileThatIsMissingOrHasNoKeyIsToldWithTheRemedy() throws IOException {
        assertThatThrownBy(() -> ApiKeys.of(file))
                .hasMessageContaining("does not exist: make it with 'wiretag intake key");
        Files.writeString(file, "# nobody\n");
        assertThatThrownBy(() -> ApiKeys.of(file)).hasMessageContaining("has no key in it");
    }

    @Test
    @Needs(Tool.MKFIFO)
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeInPlaceOfTheFileIsRefusedAndHoldsUpNobody() throws Exception {
        Files.writeString(file, vna.line());
        ApiKeys keys = ApiKeys.of(file);

        Files.delete(file);
        Pipes.at(file);

        assertThat(keys.nameOf(vna.key())).as("as when it is gone").contains("vna");
        assertThatThrownBy(() -> ApiKeys.of(file))
                .hasMessage("file of keys " + file + " cannot be read: it is no regular file");
    }

    @Test
    void aKeyOfNoFileIsTheOnlyOne() {
        ApiKeys keys = ApiKeys.only(vna);

        assertThat(keys.nameOf(vna.key())).contains("vna");
        assertThat(keys.nameOf(vns.key())).isEmpty();
    }

    @Test
    void theLastKeyCanBeTakenOutWhileItRuns() throws IOException {
        Files.writeString(file, vna.line());
        ApiKeys keys = ApiKeys.of(file);

        Files.writeString(file, "# nobody\n");

        assertThat(keys.nameOf(vna.key())).isEmpty();
    }

    @Test
    void aChangeIsNoticedAndAFileThatIsGoneOrBrokenLeavesTheKeysAsTheyWere() throws IOException {
        Files.writeString(file, vna.line());
        ApiKeys keys = ApiKeys.of(file);

        Files.writeString(file, vna.line() + "\nbroken");
        assertThat(keys.nameOf(vna.key())).contains("vna");
        Files.delete(file);
        assertThat(keys.nameOf(vna.key())).contains("vna");
        Files.writeString(file, vns.line() + "\nstill broken");
        assertThat(keys.nameOf(vna.key())).as("taken out, beside a broken line").isEmpty();
        Files.writeString(file, vna.line());
        assertThat(keys.nameOf(vns.key())).isEmpty();
        // as careful editors write: another file takes the place
        Path next = Files.writeString(folder.resolve("next"), vns.line());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(keys.nameOf(vns.key())).contains("vns");
        assertThat(keys.nameOf(vna.key())).isEmpty();
    }

    @Test
    void aKeyThatWasTakenOutIsOutOnceAFileThatCouldNotBeReadCanBe() throws IOException {
        Files.writeString(file, vna.line());
        ApiKeys keys = ApiKeys.of(file);
        FileTime modified = Files.getLastModifiedTime(
                Files.write(file, unreadable(vns.line().length())));
        assertThat(keys.nameOf(vna.key())).as("while it cannot be read").contains("vna");

        // the same size and time, as after a change of rights
        Files.setLastModifiedTime(Files.writeString(file, vns.line()), modified);

        assertThat(keys.nameOf(vna.key())).isEmpty();
        assertThat(keys.nameOf(vns.key())).contains("vns");
    }

    private static byte[] unreadable(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    @Test
    void aChangeThatLeavesSizeAndTimeIsNoticedWhereTheSystemKeepsMore() throws Exception {
        assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("unix");
        Files.writeString(file, vna.line());
        FileTime modified = Files.getLastModifiedTime(file);
        Object changed = Files.getAttribute(file, "unix:ctime");
        ApiKeys keys = ApiKeys.of(file);

        // again, until the clock of the file system has moved on
        do {
            Files.setLastModifiedTime(Files.writeString(file, vns.line()), modified);
        } while (Files.getAttribute(file, "unix:ctime").equals(changed));

        assertThat(keys.nameOf(vna.key())).isEmpty();
    }

    @Test
    void aFileWhoseRightsAreTakenAndGivenBackIsReadAgain() throws IOException {
        Files.writeString(file, vna.line());
        ApiKeys keys = ApiKeys.of(file);
        Files.writeString(file, vns.line() + "\n");
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, Set.of());
        assumeThat(Files.isReadable(file)).as("this user reads everything").isFalse();
        assertThat(keys.nameOf(vna.key())).contains("vna");

        Files.setPosixFilePermissions(file, rights);

        assertThat(keys.nameOf(vna.key())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "Huế", "-x", "../x"})
    void aNameThatWouldNotFitALineOrAHeaderIsRefused(String name) {
        assertThatThrownBy(() -> ApiKeys.create(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void aLineSaysWhatItsKeyMayAndWhoAsksGetsItWithTheName() throws IOException {
        Map<String, String> rights = Map.of("text", "no", "province", "VN-HN,VN-SG", "bytes.per.second", "65536");
        ApiKeys.NewKey hue = ApiKeys.create("hue", rights);
        Files.writeString(file, vna.line() + "\n" + hue.line().replace(" ", "   ") + "  ");
        ApiKeys keys = ApiKeys.of(file, "make one", any -> {});

        assertThat(hue.line()).endsWith(" bytes.per.second=65536 province=VN-HN,VN-SG text=no");
        assertThat(keys.ownerOf(hue.key())).contains(new ApiKeys.Owner("hue", rights));
        assertThat(keys.ownerOf(vna.key())).contains(new ApiKeys.Owner("vna", Map.of()));
        assertThat(keys.ownerOf("wt_other")).isEmpty();
    }

    @Test
    void aRightThatIsSaidTwiceIsToldWithTheRemedy() throws IOException {
        Files.writeString(file, vna.line() + " province=VN-HN province=VN-SG");

        assertThatThrownBy(() -> ApiKeys.of(file, "make one", any -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ":1: says province twice: divide values by commas");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " province",
                " province=",
                " =VN-HN",
                " PROVINCE=VN-HN",
                "province=VN-HN",
                " province=VN-HN VN-SG"
            })
    void whatIsNoRightMakesALineWrong(String rights) throws IOException {
        Files.writeString(file, vna.line() + rights);

        assertThatThrownBy(() -> ApiKeys.of(file, "make one", any -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys:1: not like name:sha256$SALT$HASH")
                .hasMessageNotContaining("VN-HN");
    }

    /** Else it would be written, and open to nobody. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "VN-HN VN-SG", "VN-HN\ntext=yes"})
    void aRightThatNoLineCanHoldGetsNoLine(String value) {
        assertThatThrownBy(() -> ApiKeys.create("hue", Map.of("province", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the right province");
    }

    @Test
    void aFileWhoseKeysAllMayTheSameRefusesRights() throws IOException {
        Files.writeString(file, vna.line() + "\n" + vns.line() + " text=no");

        assertThatThrownBy(() -> ApiKeys.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ":2: has rights, [text], which keys of intake.keys.file do not have");
    }

    @Test
    void aLineWhoseRightsBecomeWrongOpensToNobody() throws IOException {
        Files.writeString(file, vna.line() + "\n" + vns.line());
        ApiKeys keys = ApiKeys.of(file);

        Files.writeString(file, vna.line() + " text=no\n" + vns.line());

        assertThat(keys.nameOf(vna.key())).isEmpty();
        assertThat(keys.nameOf(vns.key())).contains("vns");
    }

    @Test
    void theRemedyNamesTheCommandThatMakesKeysForTheFile() throws IOException {
        String command = "wiretag deliver key NAME";

        assertThatThrownBy(() -> ApiKeys.of(file, command, any -> {}))
                .hasMessageContaining("'wiretag deliver key NAME >> " + file + "'");
        Files.writeString(file, "# nobody\n");
        assertThatThrownBy(() -> ApiKeys.of(file, command, any -> {}))
                .hasMessageContaining("'wiretag deliver key NAME >> " + file + "'");
        Files.writeString(file, "broken\n");
        assertThatThrownBy(() -> ApiKeys.of(file, command, any -> {}))
                .hasMessageContaining("'wiretag deliver key NAME'");
    }
}
