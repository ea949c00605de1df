import FoundationEssentials
import RecoveryEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension ScratchPlace {
    /// What the machine shows of the place; the programs are left to the caller.
    static func observed(_ folder: String, target: String) -> ScratchPlace {
        var place = ScratchPlace(folder: folder, target: target)
        var status = stat()
        place.isFolder =
            stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && access(folder, W_OK | X_OK) == 0
        // A link that leads nowhere is there, too.
        place.isTaken = lstat(target, &status) == 0
        place.isRoot = geteuid() == 0
        place.others = others(in: folder)
        place.dataDirectory = dataDirectory(of: folder)
        var room = statvfs()
        if statvfs(folder, &room) == 0 { place.free = Int(room.f_bavail) * Int(room.f_frsize) }
        return place
    }

    private static func others(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix(BackupNaming.scratchPrefix) }.sorted()
    }

    /// The data directory that a folder is or is in, whatever links lead there; nil when it is in none.
    private static func dataDirectory(of folder: String) -> String? {
        var resolved = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard realpath(folder, &resolved) != nil else { return nil }
        var path = String(decoding: resolved.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        while true {
            if access("\(path)/PG_VERSION", F_OK) == 0 { return path }
            guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
            path = String(path[..<slash])
        }
    }
}
