import io.wiretag.schema.Article;
import java.io.InputStream;
import org.apache.avro.Schema;

/** Prints the uri of an article that was written and read again, and the name of the schema in the jar. */
public class ReadsASchema {
    public static void main(String[] args) throws Exception {
        Article article = Article.newBuilder().setUri(args[0]).build();
        System.out.println(Article.fromByteBuffer(article.toByteBuffer()).getUri());
        try (InputStream schema = Article.class.getResourceAsStream("/schemas/article.avsc")) {
            System.out.println(new Schema.Parser().parse(schema).getFullName());
        }
    }
}
