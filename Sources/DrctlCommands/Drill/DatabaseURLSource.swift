import Files
import PostgresTools

extension CommandContext {
    /// The login of `--database-url-file` or `DRCTL_DATABASE_URL`; nil when neither is set or another login was chosen.
    ///
    /// There is no option for the URL itself, since every user of the machine can see a process's arguments.
    ///
    /// - Throws: `CommandFailure`, which never contains a part of the URL.
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
            throw CommandFailure(
                .usage, "\(place): \(error)", hint: "use the form postgresql://USER:PASSWORD@HOST:5432/DATABASE")
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
