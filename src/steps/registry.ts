import type { AnyStep } from "../model/step.ts"
import { aiAgent } from "./ai/agent.ts"
import { aiAnalyse } from "./ai/analyse.ts"
import { aiClassify } from "./ai/classify.ts"
import { aiEmbed } from "./ai/embed.ts"
import { aiExtract } from "./ai/extract.ts"
import { aiGenerate } from "./ai/generate.ts"
import { aiJudge } from "./ai/judge.ts"
import { aiSummarise } from "./ai/summarise.ts"
import { aiTranslate } from "./ai/translate.ts"
import { aiTurn } from "./ai/turn.ts"
import { codeRun } from "./code/run.ts"
import { cryptoHash } from "./crypto/hash.ts"
import { cryptoRandom } from "./crypto/random.ts"
import { cryptoSign } from "./crypto/sign.ts"
import { cryptoVerify } from "./crypto/verify.ts"
import { dataAggregate } from "./data/aggregate.ts"
import { dataCompare } from "./data/compare.ts"
import { dataConvert } from "./data/convert.ts"
import { dataDate } from "./data/date.ts"
import { dataDedupe } from "./data/dedupe.ts"
import { dataEdit } from "./data/edit.ts"
import { dataFilter } from "./data/filter.ts"
import { dataGroup } from "./data/group.ts"
import { dataLimit } from "./data/limit.ts"
import { dataMap } from "./data/map.ts"
import { dataMatch } from "./data/match.ts"
import { dataMerge } from "./data/merge.ts"
import { dataRename } from "./data/rename.ts"
import { dataSort } from "./data/sort.ts"
import { dataSplit } from "./data/split.ts"
import { dataTemplate } from "./data/template.ts"
import { eventEmit } from "./event/emit.ts"
import { fileAppend } from "./file/append.ts"
import { fileCopy } from "./file/copy.ts"
import { fileCsv } from "./file/csv.ts"
import { fileDelete } from "./file/delete.ts"
import { fileExists } from "./file/exists.ts"
import { fileHash } from "./file/hash.ts"
import { fileList } from "./file/list.ts"
import { fileMove } from "./file/move.ts"
import { fileRead } from "./file/read.ts"
import { fileUnzip } from "./file/unzip.ts"
import { fileWatch } from "./file/watch.ts"
import { fileWrite } from "./file/write.ts"
import { fileZip } from "./file/zip.ts"
import { condition } from "./flow/condition.ts"
import { controlKinds } from "./flow/controlKinds.ts"
import { log } from "./flow/log.ts"
import { set } from "./flow/set.ts"
import { switchStep } from "./flow/switch.ts"
import { gitAdd } from "./git/add.ts"
import { gitBranch } from "./git/branch.ts"
import { gitCheckout } from "./git/checkout.ts"
import { gitClone } from "./git/clone.ts"
import { gitCommit } from "./git/commit.ts"
import { gitDiff } from "./git/diff.ts"
import { gitFetch } from "./git/fetch.ts"
import { gitInit } from "./git/init.ts"
import { gitLog } from "./git/log.ts"
import { gitMerge } from "./git/merge.ts"
import { gitPull } from "./git/pull.ts"
import { gitPush } from "./git/push.ts"
import { gitStatus } from "./git/status.ts"
import { htmlExtract } from "./html/extract.ts"
import { htmlMarkdown } from "./html/markdown.ts"
import { httpDownload } from "./http/download.ts"
import { httpFeed } from "./http/feed.ts"
import { httpGraphql } from "./http/graphql.ts"
import { httpPages } from "./http/pages.ts"
import { httpRequest } from "./http/request.ts"
import { httpUpload } from "./http/upload.ts"
import { markdownHtml } from "./markdown/html.ts"
import { notifyDiscord } from "./notify/discord.ts"
import { notifyEmail } from "./notify/email.ts"
import { notifyShow } from "./notify/show.ts"
import { notifySlack } from "./notify/slack.ts"
import { approve } from "./people/approve.ts"
import { chatSend } from "./people/chatSend.ts"
import { form } from "./people/form.ts"
import { shellRun } from "./shell/run.ts"
import { tableDelete } from "./table/delete.ts"
import { tableInsert } from "./table/insert.ts"
import { tableQuery } from "./table/query.ts"
import { tableUpdate } from "./table/update.ts"
import { tableUpsert } from "./table/upsert.ts"

/** All kinds, in the order in which the library shows them. A new kind is one file and one line here. */
export const steps: readonly AnyStep[] = [
  condition,
  switchStep,
  set,
  log,
  ...controlKinds,
  approve,
  form,
  chatSend,
  fileRead,
  fileWrite,
  fileAppend,
  fileMove,
  fileCopy,
  fileCsv,
  fileHash,
  fileDelete,
  fileList,
  fileExists,
  fileZip,
  fileUnzip,
  fileWatch,
  gitClone,
  gitInit,
  gitStatus,
  gitLog,
  gitDiff,
  gitAdd,
  gitCommit,
  gitBranch,
  gitCheckout,
  gitMerge,
  gitFetch,
  gitPull,
  gitPush,
  shellRun,
  httpRequest,
  httpPages,
  httpDownload,
  httpUpload,
  httpGraphql,
  httpFeed,
  dataEdit,
  dataMap,
  dataFilter,
  dataSort,
  dataLimit,
  dataDedupe,
  dataAggregate,
  dataGroup,
  dataSplit,
  dataMerge,
  dataCompare,
  dataRename,
  dataConvert,
  htmlExtract,
  htmlMarkdown,
  markdownHtml,
  dataMatch,
  dataTemplate,
  dataDate,
  cryptoHash,
  cryptoSign,
  cryptoVerify,
  cryptoRandom,
  tableQuery,
  tableInsert,
  tableUpsert,
  tableUpdate,
  tableDelete,
  aiGenerate,
  aiAnalyse,
  aiExtract,
  aiClassify,
  aiSummarise,
  aiTranslate,
  aiJudge,
  aiAgent,
  aiTurn,
  aiEmbed,
  notifyShow,
  notifySlack,
  notifyDiscord,
  notifyEmail,
  eventEmit,
  codeRun,
]
