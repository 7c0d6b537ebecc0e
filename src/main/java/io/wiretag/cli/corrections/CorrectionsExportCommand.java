package io.wiretag.cli.corrections;

import io.wiretag.Wiretag;
import io.wiretag.cli.options.ClusterOptions;
import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.cli.terminal.ScanProgress;
import io.wiretag.files.FileTrouble;
import io.wiretag.files.OneLine;
import io.wiretag.life.ArticleTagger;
import io.wiretag.revision.Corrected;
import io.wiretag.revision.CorrectionDesk;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.Correction;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.scoring.AnnotatedStory;
import io.wiretag.scoring.Subject;
import io.wiretag.scoring.Wanted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Corrected stories as texts of which is known what is right. */
@Command(
        name = "export",
        description =
                "Writes each corrected story with the tags that it has now as a line of JSON, by which 'wiretag gazetteer"
                        + " check --against FILE' scores rules. Whole texts are in it. Ends with 1 if a story had to be left out.",
        mixinStandardHelpOptions = true)
final class CorrectionsExportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Writes there, and never over a file that is there. Default: standard output.")
    private Path to;

    CorrectionsExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (to != null && Files.exists(to)) {
            throw new IllegalArgumentException("--to " + to + " is there already: name another file, or take it away");
        }
        try (Wiretag wiretag = cluster.connect(console);
                CorrectionDesk desk = wiretag.correctionDesk()) {
            List<String> lines = new ArrayList<>();
            List<Corrected> all = desk.all(new ScanProgress(console)::tell);
            all.forEach(each -> line(each).ifPresent(lines::add));
            if (to == null) {
                lines.forEach(console.out()::println);
            } else {
                write(lines);
                console.err().println(lines.size() + (lines.size() == 1 ? " story" : " stories") + " in " + to);
            }
            return lines.size() == all.size() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void write(List<String> lines) {
        try {
            Files.write(to, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new IllegalArgumentException(FileTrouble.sentence(to, e));
        }
    }

    private Optional<String> line(Corrected corrected) {
        try {
            return Optional.of(story(corrected).line());
        } catch (IllegalArgumentException e) {
            console.err().println("left out " + OneLine.of(corrected.sent().uri()) + ": " + OneLine.of(e.getMessage()));
            return Optional.empty();
        }
    }

    private static AnnotatedStory story(Corrected corrected) {
        TaggedArticle tagged = corrected.sent().version();
        Article article = tagged.getArticle();
        return new AnnotatedStory(
                article.getUri(),
                Optional.ofNullable(article.getLanguage()),
                Optional.ofNullable(article.getVersionCreated())
                        .or(() -> Optional.ofNullable(article.getFirstCreated())),
                ArticleTagger.story(article, corrected.sent().published()).fields(),
                wanted(tagged),
                Optional.of(corrected.corrections().stream()
                        .map(Correction::getNote)
                        .collect(Collectors.joining("; "))));
    }

    private static Map<Subject, Wanted> wanted(TaggedArticle tagged) {
        return Map.of(
                Subject.PROVINCES,
                Wanted.of(
                        tagged.getProvinces().stream().map(ProvinceTag::getCode).toList()),
                Subject.ABOUT,
                Wanted.of(tagged.getProvinces().stream()
                        .filter(ProvinceTag::getAbout)
                        .sorted(Comparator.comparing(ProvinceTag::getRelevance).reversed())
                        .map(ProvinceTag::getCode)
                        .toList()),
                Subject.AGENCIES,
                Wanted.of(tagged.getAgencies().stream()
                        .map(CorrectionsExportCommand::agency)
                        .toList()));
    }

    private static String agency(AgencyTag tag) {
        return tag.getCode() + " " + tag.getRole().name();
    }
}
