import AWSCore
import Testing

@Suite struct ConfigurationFilesTests {
    private func config(_ value: String, home: String? = "/home/u") -> String? {
        var environment = ["AWS_CONFIG_FILE": value, "DIR": "/etc/x"]
        environment["HOME"] = home
        return ConfigurationFiles(.init(environment: environment, files: .memory([:]))).config
    }

    @Test func `home and variables are expanded as the AWS CLI does`() {
        #expect(config("~/c") == "/home/u/c")
        #expect(config("$DIR/c") == "/etc/x/c")
        #expect(config("${DIR}c$") == "/etc/xc$")
        #expect(config("$NOT_SET/c") == "$NOT_SET/c")
        #expect(config("${DIR") == "${DIR")
        #expect(config("~other/c") == "~other/c")
    }

    @Test func `without HOME the user's home directory is taken, and without that there are no files`() {
        let fallback = ConfigurationSources(environment: [:], files: .memory([:]), homeDirectory: "/home/f/")
        #expect(ConfigurationFiles(fallback).credentials == "/home/f/.aws/credentials")
        #expect(config(" ", home: nil) == nil)
    }
}
