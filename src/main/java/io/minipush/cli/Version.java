package io.minipush.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version that Maven wrote into the archive. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"minipush " + (version == null ? "(from source)" : version),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"};
    }
}
