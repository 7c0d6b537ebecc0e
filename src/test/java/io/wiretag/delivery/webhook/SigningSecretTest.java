package io.wiretag.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.delivery.ArticleFilter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningSecretTest {
    @TempDir
    Path folder;

    @Test
    void aMessageIsSignedAsStandardWebhooksHasIt() {
        // the message of its documentation; the signature was made by Python's hmac
        SigningSecret secret = SigningSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretThatIsTooShortOrNoneIsRefusedWithoutBeingTold() {
        assertThatThrownBy(() -> SigningSecret.of("whsec_c2hvcnQ=")).hasMessageContaining("has 5 bytes: give 24 to 64");
        assertThatThrownBy(() -> SigningSecret.of("hunter2"))
                .hasMessageContaining("is no whsec_")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aSealedSecretIsOpenedByItsKeyForItsSubscriptionAlone() {
        SecretSeal seal = seal("one");
        SigningSecret secret = SigningSecret.random();
        String sealed = seal.seal("desk", secret);

        assertThat(sealed).doesNotContain(secret.text().substring(6));
        assertThat(seal.open("desk", sealed).text()).isEqualTo(secret.text());
        assertThatThrownBy(() -> seal.open("other", sealed)).hasMessageContaining("rotate-secret other");
        assertThatThrownBy(() -> seal("two").open("desk", sealed))
                .hasMessageContaining("opens the secret of subscription 'desk'");
        assertThatThrownBy(() -> seal.open("desk", "x")).hasMessageContaining("opens the secret");
    }

    @Test
    void aSecretWhoseKeyIsLostIsPassedOverOnceAnotherIsInForce() throws Exception {
        SecretSeal lost = seal("lost");
        SecretSeal seal = seal("found");
        Instant now = Instant.now();
        SigningSecret secret = SigningSecret.random();
        Subscription.Sealed old =
                new Subscription.Sealed(lost.seal("desk", SigningSecret.random()), Optional.of(now.plusSeconds(3600)));
        Subscription.Sealed ended =
                new Subscription.Sealed(seal.seal("desk", SigningSecret.random()), Optional.of(now.minusSeconds(1)));
        Subscription.Sealed inForce = new Subscription.Sealed(seal.seal("desk", secret), Optional.empty());

        assertThat(subscription(inForce, old, ended).open(seal, now))
                .extracting(each -> each.secret().text())
                .containsExactly(secret.text());
        assertThatThrownBy(() -> subscription(old).open(seal, now)).hasMessageContaining("rotate-secret desk");
    }

    private static Subscription subscription(Subscription.Sealed... secrets) {
        return new Subscription(
                "desk",
                URI.create("https://desk.example/hook"),
                ArticleFilter.ALL,
                true,
                List.of(secrets),
                false,
                1,
                Instant.EPOCH);
    }

    @Test
    void anOldKeyOfTheFileStillOpens() throws IOException {
        String sealed = seal("old").seal("desk", SigningSecret.random());
        seal("new");
        Path both = folder.resolve("both");
        Files.createFile(both, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
                both,
                Stream.concat(
                                Files.readAllLines(folder.resolve("new")).stream(),
                                Files.readAllLines(folder.resolve("old")).stream())
                        .toList());

        assertThat(SecretSeal.of(both).open("desk", sealed)).isNotNull();
    }

    @Test
    void aKeyThatOthersMayReadOrIsNoneIsRefused() throws IOException {
        seal("key");
        Files.setPosixFilePermissions(folder.resolve("key"), PosixFilePermissions.fromString("r--r-----"));
        assertThat(SecretSeal.of(folder.resolve("key"))).isNotNull();
        Files.setPosixFilePermissions(folder.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SecretSeal.of(folder.resolve("key"))).hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> SecretSeal.create(folder.resolve("key"))).hasMessageContaining("is there already");

        Path wrong = Files.createFile(
                folder.resolve("wrong"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(wrong, List.of("short"));
        assertThatThrownBy(() -> SecretSeal.of(wrong))
                .hasMessageContaining("no key")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> SecretSeal.of(folder.resolve("none")))
                .hasMessageContaining("wiretag subscription key FILE");
    }

    private SecretSeal seal(String name) {
        Path file = folder.resolve(name);
        SecretSeal.create(file);
        return SecretSeal.of(file);
    }
}
