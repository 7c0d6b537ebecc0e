package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/**
 * Tests of a page in a real browser, in which nothing is left of the test before; it may complain of nothing that a test does not want.
 * Each class says itself that it needs the browser: {@code .ci/bare} counts them.
 */
@Tag("full")
abstract class BrowserTest {
    /** What the browser says of a server that is gone, and of an address that is {@link #block blocked}. */
    static final List<String> OUTAGE = List.of(
            "ERR_INCOMPLETE_CHUNKED_ENCODING",
            "ERR_CONNECTION_REFUSED",
            "ERR_CONNECTION_RESET",
            "ERR_EMPTY_RESPONSE",
            "ERR_BLOCKED_BY_CLIENT",
            "status of 503");

    private static final Path PICTURES = Path.of(System.getProperty("wiretag.build.dir", "target"), "dashboard");

    static ChromeDriver browser;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.shared();
        browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
    }

    @BeforeEach
    void makeRoom() {
        browser.manage().window().setSize(new Dimension(1440, 1000));
        browser.manage().logs().get(LogType.BROWSER);
    }

    @AfterEach
    void leave() {
        try {
            assertThat(complaints()).as("what the browser complains of").isEmpty();
        } finally {
            close();
        }
    }

    /** Leaves the page with nothing of it behind, too. */
    private List<String> complaints() {
        List<String> wanted = wantedComplaints();
        List<String> complaints = browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .filter(line -> wanted.stream().noneMatch(line::contains))
                .toList();
        if (!browser.getCurrentUrl().startsWith("about:")) {
            script("localStorage.clear(); sessionStorage.clear()");
        }
        block();
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.executeCdpCommand("Browser.resetPermissions", Map.of());
        browser.get("about:blank");
        return complaints;
    }

    /** Ends what the test has started, as soon as the browser has left it. */
    void close() {}

    /** Words in what the browser may complain of, because tests of the class bring it about. */
    List<String> wantedComplaints() {
        return List.of();
    }

    /** From now on the browser gets no answer from such addresses, and from all others. */
    static void block(String... addresses) {
        browser.executeCdpCommand("Network.enable", Map.of());
        browser.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(addresses)));
    }

    /** Time goes on so far for the page, though not for the server. */
    static void later(Duration time) {
        script(
                "const was = performance.now.bind(performance); performance.now = () => was() + arguments[0]",
                time.toMillis());
    }

    /** A screen of that size until the test ends. */
    static void screen(int width, int height, boolean phone) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    }

    static void atWidth(int width, Runnable look) {
        screen(width, 800, false);
        try {
            look.run();
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    static WebElement one(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    static List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }

    /** Of each that fits, also where it is cut or out of sight; in one question, for rows are redrawn. */
    static List<String> texts(String css) {
        List<?> texts = (List<?>)
                script("return [...document.querySelectorAll(arguments[0])].map(element => element.textContent)", css);
        return texts.stream().map(String::valueOf).toList();
    }

    static Object script(String code, Object... arguments) {
        return browser.executeScript(code, arguments);
    }

    /** Of a script whose answer is a whole number. */
    static int number(String code) {
        return ((Number) script(code)).intValue();
    }

    /** Elements of the page. */
    static int nodes() {
        return number("return document.querySelectorAll('*').length");
    }

    /** Of what may be redrawn at any moment. */
    static void click(String css) {
        await(css + " to click on", () -> {
            one(css).click();
            return true;
        });
    }

    static void press(Keys... keys) {
        for (Keys key : keys) {
            new Actions(browser).sendKeys(key).perform();
        }
    }

    /** Away from the stories, which stand still under the pointer and under the focus. */
    static void pointElsewhere() {
        script("document.activeElement.blur()");
        new Actions(browser).moveToElement(one(".brand")).perform();
    }

    /** Nobody is kept out of the page as it stands, as far as axe-core can tell. */
    static void accessible(String what) {
        // an element that fades in has for a moment no contrast
        await("rest", () -> number("return document.getAnimations().length") == 0);
        assertThat(Axe.objections(browser)).as(what).isEmpty();
    }

    /** Loads the page in the browser anew, as somebody sees it who has chosen these. */
    static void choose(String theme, String language) {
        script(
                "localStorage.setItem('wiretag.theme', arguments[0]); localStorage.setItem('wiretag.language', arguments[1])",
                theme,
                language);
        browser.navigate().refresh();
    }

    /** Kept beside the build. */
    static void takePicture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is redrawn while it is being read, or not there yet, is read again. */
    static void await(String what, BooleanSupplier done) {
        Waiting.await(what, () -> {
            try {
                return done.getAsBoolean();
            } catch (StaleElementReferenceException | NoSuchElementException e) {
                return false;
            }
        });
    }

    /** The same, and the last answer is told when the time is over. */
    static <T> T await(String what, Callable<T> question, Predicate<? super T> fits) {
        return Waiting.await(
                what,
                () -> {
                    try {
                        return question.call();
                    } catch (StaleElementReferenceException | NoSuchElementException e) {
                        return null;
                    }
                },
                answer -> answer != null && fits.test(answer));
    }
}
