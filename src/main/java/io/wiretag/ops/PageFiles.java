package io.wiretag.ops;

import io.javalin.http.Context;
import io.wiretag.files.Sha256;
import io.wiretag.web.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the dashboard, from the class path. A browser keeps them, and asks each time whether they are still the same: a
 * new version of the program is seen at once, and nothing is sent twice. Safe for use by several threads.
 *
 * <p>Not Javalin's static files: their ETag is made of time and length (tried with 7.2.3), and all files of our jars have the same time, so
 * that two of one length would be taken for the same.
 */
final class PageFiles {
    private static final String PAGE = "index.html";

    private static final String DESK = "desk.html";
    /** No empty segment, and none that begins with a dot. */
    private static final Pattern PATH = Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("webmanifest", "application/manifest+json"));

    private final String home;
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    private record PageFile(byte[] bytes, String type, String tag) {}

    /** @param home folder on the class path, with a slash at both ends */
    PageFiles(String home) {
        this.home = home;
    }

    /** The page itself. */
    void page(Context ctx) {
        write(ctx, PAGE);
    }

    /** The page of the night desk. */
    void desk(Context ctx) {
        write(ctx, DESK);
    }

    /** A file under {@code assets/}. */
    void asset(Context ctx) {
        write(ctx, "assets/" + ctx.pathParam("file"));
    }

    private void write(Context ctx, String path) {
        PageFile file =
                find(path).orElseThrow(() -> new Problem(404, "there is no such file of the dashboard").asException());
        ctx.header("ETag", file.tag()).header("Cache-Control", "no-cache");
        // an answer that was compressed on the way comes back with a weak tag
        String known = Optional.ofNullable(ctx.header("If-None-Match")).orElse("");
        if (known.contains(file.tag())) {
            ctx.status(304);
        } else {
            ctx.contentType(file.type()).result(file.bytes());
        }
    }

    private Optional<PageFile> find(String path) {
        PageFile known = files.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || !PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(home + path)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            PageFile file = new PageFile(bytes, type, tag(bytes));
            files.put(path, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static String tag(byte[] bytes) {
        return '"' + HexFormat.of().formatHex(Sha256.of(bytes), 0, 12) + '"';
    }
}
