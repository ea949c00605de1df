package import ArgumentParser
import RecoveryModel

/// Of verbs that work on backups outside RDS.
package struct BackupVerbOptions: VerbOptions {
    @OptionGroup package var region: PlaceOption
    @OptionGroup package var connection: ConnectionOptions
    @OptionGroup package var format: FormatOption
    @OptionGroup package var printing: OutputOptions

    package init() {}

    package var values: RunOptions { RunOptions(region, connection, format, printing) }
}

/// The server, and the login to it. There is no option for a URL: every user of the machine can see arguments.
package struct ServerOptions: ParsableArguments {
    @Option(
        name: .customLong("database-url-file"),
        help: ArgumentHelp(
            "A file of mode 0600 with the postgresql:// URL (default: $DRCTL_DATABASE_URL).", valueName: "file"))
    package var urlFile: String?

    @Option(
        help: ArgumentHelp(
            "A service of $PGSERVICEFILE or ~/.pg_service.conf, with the password of $PGPASSFILE or ~/.pgpass.",
            valueName: "name"))
    package var service: String?

    @Option(
        help: ArgumentHelp(
            "A secret of Secrets Manager with host, port, dbname, username and password.", valueName: "name|arn"))
    package var secret: String?

    @Option(
        help: ArgumentHelp(
            "A service of a Docker Compose file that runs the image postgres and publishes its port.",
            valueName: "file:service"))
    package var compose: String?

    @Option(
        name: .customLong("ca-bundle"),
        help: ArgumentHelp(
            "The server's certificate authorities (default: the URL's, or $PGSSLROOTCERT); required but on loopback.",
            valueName: "file.pem"))
    package var authorities: String?

    package init() {}

    package mutating func validate() throws {
        if [urlFile, service, secret, compose].count(where: { $0 != nil }) > 1 {
            throw ValidationError("use only one of --database-url-file, --service, --secret and --compose")
        }
    }
}

/// Where backups are read.
package struct BackupSourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the backups are (default: $DRCTL_BACKUPS).", valueName: "folder|s3://bucket/prefix"))
    package var from: String?

    @Option(
        name: .customLong("public-key"),
        help: ArgumentHelp(
            "Manifests must be signed by this key; may be repeated (default: $DRCTL_PUBLIC_KEY).", valueName: "file.pem"
        ))
    package var publicKey: [String] = []

    package init() {}
}

/// What opens backups that age has encrypted.
package struct IdentityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file with age's key (default: $DRCTL_AGE_IDENTITY).", valueName: "file"))
    package var identity: String?

    package init() {}
}
