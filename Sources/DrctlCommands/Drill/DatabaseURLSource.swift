import PostgresTools

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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

    /// The text of a file that nobody else can read. The open file is checked, so that it cannot be replaced in
    /// between.
    func privateText(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure(.usage, "failed to read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CommandFailure(.usage, "\(path) is not a regular file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw CommandFailure(
                .usage, "\(path) contains a secret, but other users can read it", hint: "run `chmod 600 \(path)`")
        }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else {
            throw CommandFailure(.usage, "failed to read \(path): \(String(cString: strerror(errno)))")
        }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
