package io.minipush.json;

/**
 * What is wrong at one place of a document.
 *
 * @param pointer RFC 6901, from the root of the document (or of the item, in a list); "" is the whole
 * @param detail  for the person who wrote the document; never repeats a value from it
 */
public record Fault(String pointer, String detail) {

    /** The pointer of a member of the object at {@code parent}. */
    public static String pointer(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The same fault seen from a list that holds the document at {@code index}. */
    public Fault inside(int index) {
        return new Fault("/" + index + pointer, detail);
    }
}
