using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform.Store;

/// <summary>The configuration of a new agent: the fields that matter here, with the defaults of ElevenLabs' OpenAPI schema.</summary>
public static class AgentDefaults
{
    /// <summary><c>conversation_config</c>.</summary>
    public static JsonObject Conversation() => Parse("""
        {
          "asr": {"quality": "high", "keywords": []},
          "turn": {"turn_timeout": 7.0, "mode": "turn", "soft_timeout_config": {"timeout_seconds": -1.0, "message": "Hhmmmm...yeah."}},
          "tts": {"model_id": "eleven_flash_v2", "voice_id": "cjVigY5qzO86Huf0OWal", "stability": 0.5},
          "conversation": {"text_only": false, "max_duration_seconds": 600, "client_events": ["audio", "interruption"]},
          "agent": {
            "first_message": "Hello! How can I help you?",
            "language": "en",
            "dynamic_variables": {"dynamic_variable_placeholders": {}},
            "disable_first_message_interruptions": false,
            "max_conversation_duration_message": "",
            "prompt": {
              "prompt": "You are a friendly assistant.",
              "llm": "gemini-2.5-flash",
              "temperature": 0.0,
              "tool_ids": [],
              "built_in_tools": {"end_call": null, "language_detection": null},
              "mcp_server_ids": [],
              "knowledge_base": [],
              "custom_llm": null
            }
          }
        }
        """);

    /// <summary><c>platform_settings</c>.</summary>
    public static JsonObject Platform() => Parse("""
        {
          "evaluation": {"criteria": []},
          "widget": {"variant": "full", "placement": "bottom-right"},
          "data_collection": {},
          "analysis_items": null,
          "overrides": {
            "conversation_config_override": {
              "agent": {"first_message": false, "language": false, "prompt": {"prompt": false, "llm": false}},
              "tts": {"voice_id": false},
              "conversation": {"text_only": false}
            },
            "custom_llm_extra_body": false,
            "enable_conversation_initiation_client_data_from_webhook": false
          },
          "workspace_overrides": {
            "conversation_initiation_client_data_webhook": null,
            "webhooks": {"post_call_webhook_id": null, "events": ["transcript"], "transcript_format": "json", "send_audio": null}
          },
          "testing": {"attached_tests": []},
          "archived": false,
          "auth": {"enable_auth": false, "allowlist": []},
          "call_limits": {"agent_concurrency_limit": -1, "daily_limit": 100000},
          "privacy": {
            "record_voice": true,
            "retention_days": 365,
            "delete_transcript_and_pii": false,
            "delete_audio": false,
            "apply_to_existing_conversations": false,
            "zero_retention_mode": false,
            "conversation_history_redaction": {"enabled": false, "entities": []}
          }
        }
        """);

    /// <summary>A webhook tool's fields beside those that were given.</summary>
    public static JsonObject Tool() => Parse("""
        {
          "type": "webhook",
          "response_timeout_secs": 20,
          "disable_interruptions": false,
          "interruption_mode": "allow",
          "force_pre_tool_speech": false,
          "pre_tool_speech": "auto",
          "assignments": [],
          "tool_call_sound": null,
          "tool_call_sound_behavior": "auto",
          "tool_error_handling_mode": "auto",
          "dynamic_variables": {"dynamic_variable_placeholders": {}},
          "execution_mode": "immediate"
        }
        """);

    /// <summary>The fields of a tool's <c>api_schema</c>.</summary>
    public static JsonObject ApiSchema() => Parse("""
        {
          "request_headers": {},
          "method": "GET",
          "path_params_schema": {},
          "query_params_schema": null,
          "request_body_schema": null,
          "response_body_schema": null,
          "response_filter": null,
          "content_type": "application/json",
          "auth_resolved_params": [],
          "auth_connection": null
        }
        """);

    /// <summary>The fields of a literal property of a tool's body.</summary>
    public static JsonObject Property() => Parse("""
        {
          "description": "", "enum": null, "is_system_provided": false, "dynamic_variable": "",
          "allowed_values_dynamic_variable": "", "constant_value": "", "is_omitted": false
        }
        """);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
