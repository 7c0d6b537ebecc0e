package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** By {@code mvn verify}, by {@code mvn -Pfull verify}, or by both: no test is lost by a name or a tag. */
class EveryTestIsRunTest {
    /** Those that are run by their names alone. */
    private static final Set<String> APART = Set.of("MillionInputs", "ReliabilityReport", "RelevanceTrainer");

    /** Stories, which are run by subclasses of theirs. */
    private static final Set<String> STORIES = Set.of("EndToEndStory");

    private static final Set<String> TAGS = Set.of("full", "longer");

    @Test
    void surefireOrFailsafeFindsItByTheNameOfItsClass() throws Exception {
        assertThat(tests())
                .hasSizeGreaterThan(500)
                .extracting(test -> test.getDeclaringClass().getSimpleName())
                .allMatch(name -> name.matches(".+(Test|IT)") || APART.contains(name) || STORIES.contains(name));
    }

    @Test
    void itsTagsAreThoseThatTheBuildKnowsAndThatItsEngineReads() throws Exception {
        assertThat(tests()).allSatisfy(test -> {
            boolean property = AnnotationSupport.isAnnotated(test, Property.class);
            assertThat(property ? jqwikTags(test) : jupiterTags(test)).isSubsetOf(TAGS);
            assertThat(property ? jupiterTags(test) : jqwikTags(test))
                    .as("the tag of the other engine, which runs no such test")
                    .isEmpty();
        });
    }

    private static List<Method> tests() throws Exception {
        Path classes = classes();
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .flatMap(EveryTestIsRunTest::methods)
                    .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                    .toList();
        }
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(EveryTestIsRunTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static Stream<Method> methods(String type) {
        try {
            return Stream.of(Class.forName(type, false, EveryTestIsRunTest.class.getClassLoader())
                    .getDeclaredMethods());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> jupiterTags(Method test) {
        return elements(test)
                .flatMap(each -> AnnotationSupport.findRepeatableAnnotations(each, Tag.class).stream())
                .map(Tag::value)
                .toList();
    }

    private static List<String> jqwikTags(Method test) {
        return elements(test)
                .flatMap(each -> AnnotationSupport.findRepeatableAnnotations(each, net.jqwik.api.Tag.class).stream())
                .map(net.jqwik.api.Tag::value)
                .toList();
    }

    private static Stream<AnnotatedElement> elements(Method test) {
        return Stream.of(test, test.getDeclaringClass());
    }
}
