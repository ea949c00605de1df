// swift-tools-version: 6.2

import PackageDescription

/// As the product's own.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    // What guides libFuzzer; `--sanitize=fuzzer` alone does not ask for it.
    .unsafeFlags(["-sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp"]),
]

// The readers of what others have written, built for libFuzzer. Sources/ links to the product's own, so that they are
// instrumented and their insides can be reached; a package of its own, so that nothing of it is in the product.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl"),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0"),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1"),
        .target(name: "CivilCalendar", swiftSettings: strict),
        .target(name: "Files", swiftSettings: strict),
        .target(name: "JSONWriting", swiftSettings: strict),
        .target(name: "Digests", dependencies: ["COpenSSL"], swiftSettings: strict),
        .target(name: "AWSNames", swiftSettings: strict),
        .target(
            name: "AWSCore",
            dependencies: [
                "AWSNames", "CivilCalendar", "Digests", "Files", "JSONWriting", "CCurl", "COpenSSL", "CLibXML2",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ], swiftSettings: strict),
        .target(
            name: "RecoveryModel", dependencies: ["AWSNames", "CivilCalendar", "Digests", "JSONWriting"],
            swiftSettings: strict),
        .target(
            name: "RecoveryEngine", dependencies: ["RecoveryModel", "AWSNames", "Digests", "JSONWriting", "CYAML"],
            swiftSettings: strict),
        .executableTarget(
            name: "Fuzz", dependencies: ["AWSCore", "RecoveryEngine", "RecoveryModel"],
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]),
    ]
)
