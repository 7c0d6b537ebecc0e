package io.wiretag.intake.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.files.Words;
import io.wiretag.intake.format.text.HtmlText;
import io.wiretag.intake.format.text.LegacyEncoding;
import io.wiretag.intake.format.text.SmallLetters;
import io.wiretag.schema.Article;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;

/**
 * Reads mail (RFC 5322 and MIME), one message or an mbox of them.
 *
 * <p>Attachments in a format that is read are articles each; the text is then their covering letter and none. Of a mail without
 * such attachments the text is the article, or what its HTML says, without the signature behind {@code "-- "}; the subject
 * is the headline, the {@code Message-ID} the identity ({@code mid:}, RFC 2392), the date that of the version. Without a
 * Message-ID the identity is made of the text as in {@link PlainTextReader}.
 */
final class MailReader {

    private static final int START_BYTES = 4096;
    private static final Pattern FIELD = Pattern.compile("(?:[A-Za-z][A-Za-z0-9-]{1,60}:[ \\t][^\\n]*|[ \\t][^\\n]*)");
    private static final Pattern OWN_FIELD =
            Pattern.compile("(?im)^(?:from|date|subject|message-id|mime-version|received):");
    private static final Pattern ENVELOPE = Pattern.compile(
            "(?:\\A|(?<=\\n\\n)|(?<=\\n\\r\\n))From \\S+ +\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d[^\\n]*\\n");
    /** What stands before a signature (RFC 3676). */
    private static final String SIGNATURE = "-- ";

    private static final int LONGEST_SIGNATURE = 10;

    private static final Pattern NESTED = Pattern.compile("(?im)^content-type:\\s*(?:multipart|message)/");
    private static final int MOST_PARTS = 100;

    /** What of a mail may be an article. */
    private record Parts(StringBuilder text, StringBuilder html, List<Source> attachments, List<String> others) {}

    private MailReader() {}

    /** Whether the bytes begin with header fields of mail, of which three at least are its own. */
    static boolean isMail(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, START_BYTES), StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n");
        if (start.startsWith("From ")) {
            start = start.substring(start.indexOf('\n') + 1);
        }
        String header = start.split("\n\n", 2)[0];
        return header.lines().limit(5).allMatch(line -> FIELD.matcher(line).matches())
                && OWN_FIELD.matcher(header).results().count() >= 3;
    }

    static List<Reading> read(Source source) {
        List<Reading> readings = new ArrayList<>();
        for (byte[] mail : mails(source.bytes())) {
            readings.addAll(mail(source, mail));
        }
        return readings;
    }

    private static List<byte[]> mails(byte[] bytes) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        List<byte[]> mails = new ArrayList<>();
        if (!latin.startsWith("From ")) {
            return List.of(bytes);
        }
        for (String mail : ENVELOPE.split(latin)) {
            if (!mail.isBlank()) {
                mails.add(mail.replaceAll("(?m)^>(>*From )", "$1").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return mails;
    }

    private static List<Reading> mail(Source source, byte[] bytes) {
        if (NESTED.matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                        .results()
                        .limit(MOST_PARTS + 1)
                        .count()
                > MOST_PARTS) {
            return List.of(new Reading.Complaint(
                    source.name(),
                    OptionalInt.of(1),
                    "a mail of more than %d parts within parts: send its articles alone".formatted(MOST_PARTS)));
        }
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        Message mail = null;
        try {
            mail = builder.parseMessage(new ByteArrayInputStream(bytes));
            Parts parts = new Parts(new StringBuilder(), new StringBuilder(), new ArrayList<>(), new ArrayList<>());
            sort(mail, source.name(), parts);
            return articles(source, mail, parts);
        } catch (IOException | RuntimeException e) {
            return List.of(new Reading.Complaint(
                    source.name(), OptionalInt.of(1), "a mail that cannot be read: " + Words.of(e)));
        } finally {
            if (mail != null) {
                mail.dispose();
            }
        }
    }

    private static void sort(Entity entity, String source, Parts parts) throws IOException {
        if (entity.getBody() instanceof Multipart multipart) {
            for (Entity part : multipart.getBodyParts()) {
                if (parts.attachments().size() + parts.others().size() == MOST_PARTS) {
                    throw new IOException("it has more than %d parts, send it in several".formatted(MOST_PARTS));
                }
                sort(part, source, parts);
            }
            return;
        }
        if (!(entity.getBody() instanceof SingleBody body)) {
            parts.others().add(String.valueOf(entity.getMimeType()));
            return;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        body.writeTo(content);
        String type = SmallLetters.of(String.valueOf(entity.getMimeType()));
        String name = entity.getFilename();
        boolean attached = name != null || "attachment".equalsIgnoreCase(entity.getDispositionType());
        if (!attached && type.equals("text/plain")) {
            parts.text().append(text(entity, content.toByteArray())).append("\n");
        } else if (!attached && type.equals("text/html")) {
            parts.html().append(text(entity, content.toByteArray()));
        } else if (isMail(content.toByteArray())
                || type.matches("image/.*|audio/.*|video/.*|application/(?:pkcs7|pgp).*|text/(?:calendar|vcard)")) {
            parts.others().add(name == null ? type : name);
        } else {
            parts.attachments().add(new Source(source + "/" + (name == null ? type : name), content.toByteArray()));
        }
    }

    /** In the charset that the part names, where the bytes bear it out; Vietnamese of before Unicode is labelled at random. */
    private static String text(Entity part, byte[] content) throws IOException {
        String charset = SmallLetters.of(String.valueOf(part.getCharset()));
        if (Utf8.isUtf8(content) && !charset.matches("iso-2022-.*|utf-16.*|utf-32.*|hz-.*|utf-7")) {
            return new String(content, StandardCharsets.UTF_8);
        }
        Optional<LegacyEncoding> legacy = LegacyEncoding.of(content);
        if (legacy.isPresent()) {
            return legacy.get().decode(content);
        }
        if (charset.matches("null|us-ascii|utf-8") || !Charset.isSupported(charset)) {
            throw new IOException("its text is in no encoding that it names: send it in UTF-8");
        }
        return Charset.forName(charset)
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
    }

    private static List<Reading> articles(Source source, Message mail, Parts parts) {
        List<Reading> readings = new ArrayList<>();
        List<Reading.Complaint> passedOver = new ArrayList<>();
        for (Source attachment : parts.attachments()) {
            for (Reading reading : ArticleReaders.read(attachment, Format.AUTO)) {
                readings.add(reading);
            }
        }
        boolean articles = readings.stream().anyMatch(Reading.Read.class::isInstance);
        if (!articles) {
            readings.add(0, article(source, mail, parts));
        } else if (!parts.text().toString().isBlank()) {
            passedOver.add(new Reading.Complaint(
                    source.name(),
                    OptionalInt.empty(),
                    "the text of the mail goes with its attachments and is no article"));
        }
        if (!parts.others().isEmpty()) {
            passedOver.add(new Reading.Complaint(
                    source.name(),
                    OptionalInt.empty(),
                    "passed over in the mail: " + String.join(", ", parts.others())));
        }
        for (int i = 0; i < readings.size(); i++) {
            if (readings.get(i) instanceof Reading.Read read) {
                readings.set(i, read.warned(passedOver));
                break;
            }
        }
        return readings;
    }

    private static Reading article(Source source, Message mail, Parts parts) {
        String words = parts.text().toString().isBlank()
                ? HtmlText.of(parts.html().toString())
                : parts.text().toString();
        String body = withoutSignature(words).strip();
        String subject = mail.getSubject() == null
                ? ""
                : mail.getSubject().replaceAll("\\s+", " ").strip();
        Reading reading;
        try {
            if (body.isEmpty()) {
                throw new UnreadableException(OptionalInt.of(1), "a mail without a text: there is no article in it");
            }
            reading = PlainTextReader.read(subject + "\n\n" + body);
        } catch (UnreadableException e) {
            return e.complaint(source);
        }
        Article read = ((Reading.Read) reading).article();
        Article.Builder article = Article.newBuilder(read);
        article.setHeadline(subject.isEmpty() ? read.getHeadline() : subject);
        Matcher id = Pattern.compile("<([^<>\\s]+)>").matcher(String.valueOf(mail.getMessageId()));
        if (id.find()) {
            article.setUri("mid:" + id.group(1));
        }
        Date date = mail.getDate();
        if (date != null) {
            article.setVersionCreated(date.toInstant());
        }
        return new Reading.Read(
                article.setAdditionalProperties(properties(mail, read)).build());
    }

    /** A signature is no longer than ten lines; where more follow the mark is part of the story. */
    private static String withoutSignature(String words) {
        int signature = words.length();
        int end = words.length();
        for (int i = 0; i <= LONGEST_SIGNATURE && end >= 0; i++) {
            int start = words.lastIndexOf('\n', end - 1) + 1;
            String line = words.substring(start, Math.min(end, start + SIGNATURE.length() + 1));
            if (line.stripTrailing().equals("--") && line.startsWith(SIGNATURE)) {
                signature = start;
            }
            end = start - 1;
        }
        return words.substring(0, signature);
    }

    private static Map<String, String> properties(Message mail, Article read) {
        Map<String, String> properties = new LinkedHashMap<>(read.getAdditionalProperties());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (mail.getFrom() != null) {
            json.put("from", mail.getFrom().toString());
        }
        properties.put("mail", json.toString());
        return properties;
    }
}
