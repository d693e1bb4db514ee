using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Elaoms.Core.Settings;

namespace Elaoms.Cli.Commands;

/// <summary>Options that several verbs share.</summary>
internal static class Options
{
    private const string DayFormat = "yyyy-MM-dd";

    public static Option<FileInfo?> EnvFile() => new("--env-file")
    {
        Description = "File with settings: one NAME=value per line, or the local.settings.json of the Functions host. Environment "
            + "variables have precedence. Default: .env in the working folder, if it exists.",
    };

    /// <summary><c>--url</c>: an http or https address.</summary>
    public static Option<Uri> Deployment(bool required, string description) => Address("--url", required, description);

    /// <summary><c>--post-call-url</c>: the address of deliveries, where they have an app of their own.</summary>
    public static Option<Uri> PostCall()
        => Address(
            "--post-call-url",
            required: false,
            "Address of the post-call webhook, if it is not that of --url (POST_CALL_URL of a deployment with POST_CALL_APP).");

    private static Option<Uri> Address(string name, bool required, string description) => new(name)
    {
        Description = description,
        Required = required,
        CustomParser = result =>
            Uri.TryCreate(result.Tokens.SingleOrDefault()?.Value, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"
            ? parsed
            : Invalid(name, result),
    };

    /// <summary><c>--tenant</c>: a tenant's name.</summary>
    public static Option<string?> Tenant(string description)
    {
        var tenant = new Option<string?>("--tenant") { Description = description };
        tenant.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !Tenants.IsName(name))
                result.AddError($"--tenant must be a tenant's name, or {Tenants.Default}.");
        });
        return tenant;
    }

    /// <summary>A day, as <c>2026-12-01</c>.</summary>
    public static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(
                result.Tokens.SingleOrDefault()?.Value, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            result.AddError($"{name} must be a day, {DayFormat}.");
            return null;
        },
    };

    private static Uri Invalid(string name, ArgumentResult result)
    {
        result.AddError($"{name} must be an http or https URL.");
        return new Uri("about:blank");
    }
}
