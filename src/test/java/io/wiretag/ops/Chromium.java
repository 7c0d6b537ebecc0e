package io.wiretag.ops;

import io.wiretag.testing.Tool;
import java.io.File;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's browser without a window: one for all tests of a JVM. It starts when first asked for and ends with the JVM. */
final class Chromium {
    private Chromium() {}

    /** The browser, started. */
    static ChromeDriver shared() {
        return Holder.BROWSER;
    }

    private static final class Holder {
        static final ChromeDriver BROWSER = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROWSER::quit, "chromium-quit"));
        }
    }

    private static ChromeDriver start() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(command("chromium"));
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // a page that was left would keep its stream, one of the six connections to a server
                "--disable-features=BackForwardCache",
                "--lang=en-GB",
                "--window-size=1440,1000");
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(command("chromedriver"))
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    private static File command(String name) {
        return Tool.onPath(name).orElseThrow().toFile();
    }
}
