package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of this product that other people's programs are built with, each under one coordinate. */
@Tag("full")
class ArtifactsIT {
    private static final Path BUILD =
            Path.of(System.getProperty("wiretag.build.dir", "target")).toAbsolutePath();
    private static final Path PROGRAMS = Path.of("src/test/resources/programs").toAbsolutePath();
    private static final Path REPOSITORY = Path.of(
            System.getProperty("wiretag.maven.repository", System.getProperty("user.home") + "/.m2/repository"));
    private static final List<String> NAMES = List.of("tagging", "schema", "subscriber");

    @TempDir
    Path folder;

    @Test
    void theTaggingJarHasTheTaggerAndItsGazetteerAndNothingElse() {
        assertThat(files(jar("tagging")))
                .contains("io/wiretag/tagging/Tagger.class", "gazetteer/provinces.txt")
                .allMatch(file ->
                        file.matches("META-INF/(MANIFEST.MF|LICENSE|NOTICE)|(io/wiretag/tagging|gazetteer)/.+"));
    }

    @Test
    void theTaggerNeedsTheBaseOfTheJdkAlone() {
        StringWriter said = new StringWriter();
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "--print-module-deps",
                        jar("tagging").toString());

        assertThat(said.toString().strip()).isEqualTo("java.base");
        assertThat(code).isZero();
    }

    @Test
    void theSchemaJarHasTheContractAndNotWhatTheProcessorRemembers() {
        assertThat(files(jar("schema")))
                .contains(
                        "io/wiretag/schema/TaggedArticle.class", "schemas/article.avsc", "schemas/tagged-article.avsc")
                .noneMatch(file -> file.matches(".*(ArticleState|Held|article-state|held-record|released).*"));
    }

    @Test
    void whatTheClassesOfAJarNameOfOursIsInItOrInTheJarsItBrings() throws IOException {
        assertThat(missing(jar("tagging"))).isEmpty();
        assertThat(missing(jar("schema"))).isEmpty();
        assertThat(missing(jar("subscriber"), jar("schema"))).isEmpty();
    }

    @Test
    void everyJarTellsItsLicence() {
        for (String name : NAMES) {
            assertThat(files(jar(name))).as(name).contains("META-INF/LICENSE", "META-INF/NOTICE");
            assertThat(files(jar(name + "-sources"))).as(name).contains("META-INF/LICENSE", "META-INF/NOTICE");
        }
    }

    @Test
    void everyJarHasItsSourcesAndJavadoc() {
        Map<String, String> facades = Map.of(
                "tagging", "io/wiretag/tagging/Tagger",
                "schema", "io/wiretag/schema/TaggedArticle",
                "subscriber", "io/wiretag/subscribers/ArticleSubscriber");
        facades.forEach((name, facade) -> {
            assertThat(types(name + "-sources", ".java")).contains(facade).isEqualTo(types(name, ".class"));
            assertThat(files(jar(name + "-javadoc"))).contains(facade + ".html", "index.html");
        });
    }

    /** Those that are in no other. */
    private static Set<String> types(String jar, String ending) {
        return files(jar(jar)).stream()
                .filter(file -> file.endsWith(ending) && !file.contains("$") && !file.contains("package-info"))
                .map(file -> file.substring(0, file.length() - ending.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @Needs(Tool.MAVEN)
    void aProgramWithTheTaggerAloneTagsAText() throws Exception {
        Program program = built("tagging", "TagsAText");

        assertThat(program.libraries()).hasSize(1);
        assertThat(program.run(List.of("--limit-modules", "java.base"), "HÀ NỘI (VNS) — Rain fell over Đà Nẵng. — VNS"))
                .containsExactlyInAnyOrder("VN-HN", "VN-DN", "VNS");
    }

    @Test
    @Needs(Tool.MAVEN)
    void aProgramWithTheSchemasWritesAndReadsAnArticle() throws Exception {
        Program program = built("schema", "ReadsASchema");

        assertThat(program.run(List.of("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.wiretag.schema"), "urn:test:schema"))
                .containsExactly("urn:test:schema", "io.wiretag.schema.Article");
    }

    @Test
    @Needs(Tool.MAVEN)
    void aProgramWithTheSubscriberReadsWhatWasTagged() throws Exception {
        Program program = built("subscriber", "FollowsAProvince");
        assertThat(program.libraries())
                .as("those that this is tried with; see src/artifacts/wiretag-subscriber.pom")
                .allMatch(library -> library.contains("/io/wiretag/") || isOnOurClassPath(library));

        try (OwnInstallation installation = new OwnInstallation("artifacts", folder, Map.of());
                StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            Article flood = Articles.flood("1");
            installation.publish(List.of(flood));

            // of Hà Nội and Quảng Nam
            assertThat(program.run(
                            List.of(),
                            installation.settings().get("kafka.bootstrap.servers"),
                            installation.settings().get("registry.url"),
                            installation.wiretag().topics().byProvince().name(),
                            "2"))
                    .contains("VN-27 publish " + flood.getUri())
                    .hasSize(2);
        }
    }

    private static boolean isOnOurClassPath(String library) {
        return System.getProperty("java.class.path")
                .contains("/" + Path.of(library).getFileName());
    }

    private static Path jar(String name) {
        return BUILD.resolve("wiretag-" + name + ".jar");
    }

    private static List<String> files(Path jar) {
        try (JarFile open = new JarFile(jar.toFile())) {
            return open.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(jar + " cannot be read; mvn pre-integration-test makes it", e);
        }
    }

    /** Classes of ours that the first jar names and that none has. */
    private static Set<String> missing(Path jar, Path... beside) throws IOException {
        Set<String> there = Stream.concat(Stream.of(jar), Stream.of(beside))
                .flatMap(each -> files(each).stream())
                .collect(Collectors.toSet());
        return classes(jar).stream()
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName)
                .filter(name -> name.startsWith("io.wiretag."))
                .filter(name -> !there.contains(name.replace('.', '/') + ".class"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JavaClasses classes(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            JavaClasses classes = new ClassFileImporter().importJar(open);
            assertThat(classes).isNotEmpty();
            return classes;
        }
    }

    /** A program of somebody who has one dependency. */
    private record Program(String main, Path classes, List<String> libraries, Path log) {
        /** The lines that it writes to its standard output. */
        List<String> run(List<String> options, String... args) throws Exception {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp"));
            command.add(classes + ":" + String.join(":", libraries));
            command.addAll(options);
            command.add(main);
            command.addAll(List.of(args));
            Path out = log.resolveSibling("out");
            ended(new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(log.toFile()), log);
            return Files.readAllLines(out);
        }
    }

    /** Installed as {@code mvn install} does it, and the program compiled with it by Maven. */
    private Program built(String artifact, String main) throws Exception {
        Path repository = repository();
        List<String> install = new ArrayList<>();
        NAMES.forEach(name -> install.add("install:install-file@" + name));
        maven(Path.of("pom.xml"), repository, install);

        Path project = Files.createDirectories(folder.resolve(main));
        Path sources = Files.createDirectories(project.resolve("src/main/java"));
        Files.copy(PROGRAMS.resolve(main + ".java"), sources.resolve(main + ".java"));
        Path pom = Files.writeString(project.resolve("pom.xml"), pom("wiretag-" + artifact));
        Path libraries = project.resolve("libraries");
        maven(
                pom,
                repository,
                List.of(
                        "compile",
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + libraries,
                        "-Dmdep.pathSeparator=:"));
        return new Program(
                main,
                project.resolve("target/classes"),
                List.of(Files.readString(libraries).strip().split(":")),
                project.resolve("log"));
    }

    /** One with all that the real one has, but for what is ours. */
    private static Path repository() throws IOException {
        Path own = BUILD.resolve("repository-of-programs");
        link(REPOSITORY, own, "io");
        link(REPOSITORY.resolve("io"), own.resolve("io"), "wiretag");
        return own;
    }

    private static void link(Path from, Path to, String but) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.filter(each -> !each.endsWith(but)).toList()) {
                Path link = to.resolve(each.getFileName());
                if (Files.notExists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, each.toAbsolutePath());
                }
            }
        }
    }

    private void maven(Path pom, Path repository, List<String> goals) throws Exception {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-f", pom.toString()));
        if (!"offline=false".equals(System.getProperty("wiretag.maven.offline"))) {
            command.add("-o");
        }
        command.add("-Dmaven.repo.local=" + repository);
        command.addAll(goals);
        Path log = folder.resolve("mvn.log");
        ended(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()), log);
    }

    private static void ended(ProcessBuilder builder, Path log) throws Exception {
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES))
                    .as("%s ends", builder.command())
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s says: %s", builder.command(), Files.readString(log))
                .isZero();
    }

    /** Its plugins are those of our own build: they are there. */
    private static String pom(String artifact) throws IOException {
        String ours = Files.readString(Path.of("pom.xml"));
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>org.example</groupId>
                  <artifactId>program</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                    <dependency><groupId>io.wiretag</groupId><artifactId>%s</artifactId><version>%s</version></dependency>
                  </dependencies>
                  <build><plugins>%s%s%s</plugins></build>
                </project>
                """.formatted(
                        artifact,
                        first(ours, "<artifactId>wiretag</artifactId>\\s*<version>([^<]+)"),
                        plugin(ours, "maven-compiler-plugin"),
                        plugin(ours, "maven-resources-plugin"),
                        plugin(ours, "maven-dependency-plugin"));
    }

    private static String plugin(String ours, String name) {
        String version =
                first(ours, "<artifactId>" + name + "</artifactId>\\s*(?:<!--(?s:.*?)-->\\s*)?<version>([^<]+)");
        return "<plugin><artifactId>%s</artifactId><version>%s</version></plugin>".formatted(name, version);
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
