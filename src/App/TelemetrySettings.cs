using System.ComponentModel.DataAnnotations;
using Fuyao.App.Settings;

namespace Fuyao.App;

/// <summary>Traces and measurements without personal data, to a collector of your own.</summary>
public sealed class TelemetrySettings
{
    [Setting("OpenTelemetry 收集器地址(如 `http://127.0.0.1:4317`);空:不发送任何遥测", "address of an OpenTelemetry collector (such as `http://127.0.0.1:4317`); empty: nothing is sent")]
    [RegularExpression("^(https?://.+)?$", ErrorMessage = "Collector must be an http:// or https:// address, or empty.")]
    public string Collector { get; set; } = "";

    [Setting("`grpc` 或 `http/protobuf`", "`grpc` or `http/protobuf`")]
    [RegularExpression("^(grpc|http/protobuf)$", ErrorMessage = "Protocol must be grpc or http/protobuf.")]
    public string Protocol { get; set; } = "grpc";
}
