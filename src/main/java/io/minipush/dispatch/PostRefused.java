package io.minipush.dispatch;

/** A route tried a post that its attempt does not permit. Nothing was sent. */
public final class PostRefused extends Exception {

    private static final long serialVersionUID = 1L;

    PostRefused(String reason) {
        super("Post refused: " + reason);
    }
}
