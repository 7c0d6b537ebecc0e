package io.wiretag.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a test needs beyond a JDK and Maven. Where it is not there, nothing of the class or method runs, and one line on the
 * console says what is missing.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Check.class)
public @interface Needs {
    /** All of them are needed. */
    Tool[] value();

    /** Asks before anything of the test runs, its {@code @BeforeAll} and {@code @AfterEach} among it. */
    final class Check implements ExecutionCondition {
        private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
                    .flatMap(needs -> Arrays.stream(needs.value())
                            .filter(tool -> !tool.isHere())
                            .findFirst())
                    .map(missing -> skip(context, missing))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("everything is here"));
        }

        private static ConditionEvaluationResult skip(ExtensionContext context, Tool missing) {
            String what = context.getRequiredTestClass().getSimpleName()
                    + context.getTestMethod()
                            .map(method -> "#" + method.getName())
                            .orElse("");
            if (TOLD.add(what)) {
                console().println("[INFO] " + what + " is skipped: there is no " + missing + " here");
            }
            return ConditionEvaluationResult.disabled("no " + missing);
        }

        /** That of Maven: what tests say through {@link System#out} goes to files. */
        private static PrintStream console() {
            return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        }
    }
}
