import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A folder whose file system has no room for a record: a tmpfs of one page, in a mount namespace of the run's own.
enum FullDisk {
    /// What drctl is run by, so that a folder is such a place.
    ///
    /// Root needs a namespace of mounts only, others one of users too. Where neither is allowed (a container without
    /// privileges), the folder is a file: nothing can be written there either, and what drctl owes is the same.
    ///
    /// - Parameter option: How drctl is told of the folder.
    static func at(_ folder: String, option: String = "--evidence") async throws -> [String] {
        let mount = #"mount -t tmpfs -o size=4k tmpfs "$0" && exec "$@""#
        for namespaces in [["--mount"], ["--user", "--map-root-user", "--mount"]] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let wrapper = ["/usr/bin/unshare"] + namespaces + ["/bin/sh", "-c", mount, folder]
            let probe = try? await Subprocess.run(
                .path(FilePath(wrapper[0])), arguments: Arguments(Array(wrapper.dropFirst()) + ["/bin/true"]),
                output: .discarded)
            if probe?.terminationStatus.isSuccess == true { return wrapper }
        }
        let place = folder + "/file"
        try Data().write(to: URL(filePath: place))
        return ["/bin/sh", "-c", "exec \"$@\" \(option) \"$0\"/x", place]
    }
}

/// Credentials of a process that gives another key each time it is asked: the first ASIAFIRST…, later ASIALATER….
enum ExpiringCredentials {
    static func environment(in folder: String) throws -> [String: String] {
        let script = folder + "/credentials.sh"
        try """
        if mkdir "\(folder)/first-was-given" 2>/dev/null; then key=ASIAFIRST00000000000; else key=ASIALATER00000000000; fi
        printf '{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "secret", "SessionToken": "token",' $key
        printf ' "Expiration": "2099-01-01T00:00:00Z"}'
        """.write(toFile: script, atomically: false, encoding: .utf8)
        let configuration = folder + "/config"
        try "[default]\ncredential_process = /bin/sh \(script)\n".write(
            toFile: configuration, atomically: false, encoding: .utf8)
        // Empty values hide the keys that the sandbox gives everybody.
        return ["AWS_CONFIG_FILE": configuration, "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""]
    }
}
