"""Every number that Slack enforces. Text is counted in characters, time in seconds, size in bytes.

Where Slack's own pages disagree, the stricter number stands here: what passes here passes there.
"""

from __future__ import annotations

from typing import Final

# Blocks a surface takes.
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
STREAM_FINAL_BLOCKS: Final = 50
STREAM_CHUNK_BLOCKS: Final = 50

# Messages.
TEXT: Final = 40_000
MARKDOWN_TEXT: Final = 12_000
BLOCKS_TEXT: Final = 13_200
ATTACHMENTS: Final = 100
METADATA_BYTES: Final = 8_000
TABLES_A_MESSAGE: Final = 1
CHARTS_A_MESSAGE: Final = 2

# Blocks.
BLOCK_ID: Final = 255
SECTION_TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
SECTION_FIELD: Final = 2_000
HEADER: Final = 150
CONTEXT_ELEMENTS: Final = 10
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ACTIONS_ELEMENTS: Final = 5
ALERT: Final = 200
CARD_TITLE: Final = 150
CARD_SUBTITLE: Final = 150
CARD_BODY: Final = 200
CARD_ACTIONS: Final = 3
CAROUSEL_CARDS: Final = 10
CONTAINER_CHILDREN: Final = 10
CONTAINER_TITLE: Final = 150
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
ALT_TEXT: Final = 2_000
IMAGE_TITLE: Final = 2_000
URL: Final = 3_000
VIDEO_TITLE: Final = 199
VIDEO_AUTHOR: Final = 49
VIDEO_DESCRIPTION: Final = 200
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_TEXT: Final = 10_000
DATA_TABLE_ROWS: Final = 101
DATA_TABLE_COLUMNS: Final = 20
DATA_TABLE_TEXT: Final = 10_000
DATA_TABLE_PAGE: Final = 100
CHART_TITLE: Final = 50
CHART_SERIES: Final = 6
CHART_POINTS: Final = 20
CHART_LABEL: Final = 20
CHART_AXIS_LABEL: Final = 50
PLAN_TASKS: Final = 50
TASK_TITLE: Final = 256
TASK_TEXT: Final = 256

# Elements and composition objects.
ACTION_ID: Final = 255
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
AGENT_PROMPT: Final = 4_000
CHECKBOX_OPTIONS: Final = 10
RADIO_OPTIONS: Final = 10
SELECT_OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
OVERFLOW_OPTIONS: Final = 5
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 75
OPTION_DESCRIPTION: Final = 75
GROUP_LABEL: Final = 75
PLACEHOLDER: Final = 150
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
INPUT_TEXT: Final = 3_000
INPUT_FILES: Final = 10

# Views.
VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3_000
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
VIEW_BYTES: Final = 250_000
MODAL_STACK: Final = 3

# Agents.
PROMPTS: Final = 4
LOADING_MESSAGES: Final = 10
AGENT_DESCRIPTION: Final = 300
SESSION_TITLE: Final = 200
STATUS_SECONDS: Final = 120
STREAM_SECONDS: Final = 300

# Deliveries.
ACK_SECONDS: Final = 3.0
TRIGGER_SECONDS: Final = 3.0
RETRY_AFTER: Final = (0.0, 60.0, 300.0)
RESPONSE_URL_USES: Final = 5
RESPONSE_URL_SECONDS: Final = 1_800
SOCKET_CONNECTIONS: Final = 10
TICKET_SECONDS: Final = 30

# Tokens.
CODE_SECONDS: Final = 600
TOKEN_SECONDS: Final = 43_200

# Scheduled messages.
SCHEDULE_SECONDS: Final = 120 * 86_400
SCHEDULE_BURST: Final = 30
SCHEDULE_WINDOW: Final = 300

# Reactions, pins, bookmarks.
REACTIONS_A_MESSAGE: Final = 50
PINS_A_CHANNEL: Final = 100
BOOKMARKS_A_CHANNEL: Final = 100

# Pages of lists.
PAGE: Final = 100
PAGE_MAX: Final = 999
COMMERCIAL_PAGE: Final = 15

# The manifest.
APP_NAME: Final = 35
APP_DESCRIPTION: Final = 140
APP_LONG_DESCRIPTION: Final = (175, 4_000)
COMMANDS: Final = 50
COMMAND: Final = 32
COMMAND_DESCRIPTION: Final = 2_000
SHORTCUTS: Final = 10
SHORTCUT_NAME: Final = 24
SHORTCUT_DESCRIPTION: Final = 150
BOT_NAME: Final = 80

# Rates: calls a minute by tier; posting has its own rule.
TIERS: Final = {1: 1, 2: 20, 3: 50, 4: 100}
POST_SECONDS_A_CHANNEL: Final = 1.0
POST_BURST: Final = 5
POSTS_A_MINUTE: Final = 300
