import Files
import PostgresTools

extension CommandContext {
    /// The login of `--database-url-file` or `DRCTL_DATABASE_URL`; nil when there is neither, or another login was asked for.
    ///
    /// There is no flag for the URL itself: arguments are seen by every user of a machine.
    ///
    /// - Throws: `CommandFailure`; never with a part of the URL in it.
    func databaseURL(_ settings: DrillSettings) throws -> DatabaseURL? {
        if let path = settings.databaseURLFile {
            return try parsed(try privateText(path), from: path)
        }
        guard settings.secret == nil, settings.iamUser == nil, let text = environment["DRCTL_DATABASE_URL"],
            !text.isEmpty
        else { return nil }
        return try parsed(text, from: "DRCTL_DATABASE_URL")
    }

    private func parsed(_ text: String, from place: String) throws -> DatabaseURL {
        do throws(DatabaseURL.Refusal) {
            return try DatabaseURL(text)
        } catch {
            throw CommandFailure(.usage, "\(place): \(error)", hint: "postgresql://USER:PASSWORD@HOST:5432/DATABASE")
        }
    }

    /// The text of a file that nobody else can read.
    ///
    /// - Throws: `CommandFailure`.
    func privateText(_ path: String) throws -> String {
        do throws(FileFailure) {
            return try InputFile(path, mebibytes: 1).secret()
        } catch {
            throw CommandFailure(.usage, error.description, hint: error.hint)
        }
    }
}
