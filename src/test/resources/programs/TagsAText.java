import io.wiretag.tagging.Story;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tags;
import io.wiretag.tagging.gazetteer.Gazetteer;

/** Prints the provinces and agencies of a text, a line each. */
public class TagsAText {
    public static void main(String[] args) {
        Tags tags = Tagger.of(Gazetteer.builtIn()).tag(Story.ofText(args[0]));
        tags.provinces().forEach(tag -> System.out.println(tag.province().code()));
        tags.agencies().forEach(tag -> System.out.println(tag.agency().code()));
    }
}
